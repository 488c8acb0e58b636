/**
 * Each console shows the others that it lives, and takes for dead one that has not for a while. It judges only while its own signs
 * have reached the database without a gap: after an outage of the database all of them are silent, and none is dead.
 */
import type { Logger } from 'pino'
import type { Store } from '@/lib/store/rows/db'
import type { WriterRow } from '@/lib/store/rows/writer-rows'
import { endSilentWriters, giveSignOfLife } from '@/lib/store/writers'

/** How often a console shows that it lives, in ms. */
const SIGN_EVERY_MS = 2_000
/** One that was silent for so long is dead to the others, in ms. */
export const DEAD_AFTER_MS = 10_000

type Options = {
  store: Store
  log: Logger
  /** Consoles that this one has just taken for dead. */
  onDead: (writers: readonly WriterRow[]) => void
  signEveryMs?: number
  deadAfterMs?: number
}

export type SignsOfLife = {
  /** The consoles that live, as last read; empty before, and where this console is alone. */
  living: () => readonly WriterRow[]
  /** One sign, and a judgement. */
  give: () => Promise<void>
  stop: () => void
}

export function startSignsOfLife(options: Options): SignsOfLife {
  const { store, log, onDead, signEveryMs = SIGN_EVERY_MS, deadAfterMs = DEAD_AFTER_MS } = options
  const { writerId, db } = store
  let living: readonly WriterRow[] = []
  if (writerId === null) return { living: () => living, give: async () => undefined, stop: () => undefined }
  const ownId = writerId
  /** Since when no sign has failed or been late, by the clock of this process. */
  let steadySince: number | null = null
  let lastAt: number | null = null
  let busy = false

  async function give(): Promise<void> {
    if (busy) return
    busy = true
    try {
      living = await giveSignOfLife(db)
      const now = performance.now()
      const isLate = lastAt === null || now - lastAt > deadAfterMs / 2
      if (isLate || steadySince === null) steadySince = now
      lastAt = now
      if (now - steadySince < deadAfterMs || !hasSilent(living, ownId, deadAfterMs / 2)) return
      const dead = await endSilentWriters(db, ownId, deadAfterMs)
      if (dead.length === 0) return
      living = living.filter(({ id }) => dead.every((writer) => writer.id !== id))
      for (const { name, id } of dead)
        log.warn({ replica: name, id }, 'another console was silent for too long: it counts as dead')
      onDead(dead)
    } catch (error) {
      steadySince = null
      log.warn({ err: error }, 'this console could not show the others that it lives')
    } finally {
      busy = false
    }
  }

  const timer = setInterval(() => void give(), signEveryMs)
  timer.unref()
  return { living: () => living, give, stop: () => clearInterval(timer) }
}

/** By what the same reading shows of this console, whose sign before this one was its last. */
function hasSilent(living: readonly WriterRow[], ownId: string, silentMs: number): boolean {
  const own = living.find(({ id }) => id === ownId)
  return own !== undefined && living.some(({ seen_at }) => own.seen_at - seen_at > silentMs)
}
