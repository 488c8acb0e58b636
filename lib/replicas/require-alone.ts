import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '@/lib/domain/errors'
import type { Store } from '@/lib/store/rows/db'
import { endSilentWriters, giveSignOfLife } from '@/lib/store/writers'
import { DEAD_AFTER_MS } from './signs-of-life'

const LOOK_EVERY_MS = 500

/**
 * Refuses a start beside another console on the same database, which would not know what this one does. One that was killed is
 * waited for until it counts as dead. @throws AppError `conflict`.
 */
export async function requireAlone({ db, writerId }: Store, { deadAfterMs = DEAD_AFTER_MS } = {}): Promise<void> {
  if (writerId === null) return
  const before = new Map<string, number>()
  for (;;) {
    const others = (await giveSignOfLife(db)).filter(({ id }) => id !== writerId)
    const [living] = others.filter(({ id, seen_at }) => (before.get(id) ?? seen_at) < seen_at)
    if (living)
      throw new AppError(
        'conflict',
        `Another console (${living.name}) works with this database. Nothing was changed. End it first: two consoles on one database are not supported yet.`,
      )
    if (others.length === 0) return
    for (const { id, seen_at } of others) if (!before.has(id)) before.set(id, seen_at)
    await delay(LOOK_EVERY_MS)
    await endSilentWriters(db, writerId, deadAfterMs)
  }
}
