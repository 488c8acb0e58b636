/** Sends an open stop of an org again and again until the authority takes it, refuses it, or a newer resume withdraws it. */
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'
import { attemptOrgStop, foundStopped } from './attempt-org-stop'
import { revokeAllInstead } from './revoke-all-instead'
import { isOver, type Press, pressesOf } from './stop-presses'
import { STORE_WAIT_MS, withinOr } from './within'

/** Pauses between tries in ms; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]

export function keepTrying(deps: Deps, org: OrgRuntime, row: OperationRow): void {
  const press = pressesOf(deps).of(row, 'store')
  // The answer to the press says it already.
  press.nextTryAt ??= deps.clock.now() + (RETRY_MS[0] as number)
  deps.running.start(row.id, (halt) =>
    run(deps, org, press, halt)
      .catch((error) =>
        deps.log.error({ err: error, operationId: row.id }, 'an open stop is sent no more until the next start'),
      )
      .finally(() => {
        press.nextTryAt = null
      }),
  )
}

async function run(deps: Deps, org: OrgRuntime, press: Press, halt: AbortSignal): Promise<void> {
  const { row } = press
  const isResuming = () => deps.resumes.isResuming(org.row.id, null)
  for (let tries = 0; ; tries += 1) {
    const pauseMs = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] as number
    press.nextTryAt = deps.clock.now() + pauseMs
    await Promise.race([deps.pause(pauseMs), aborted(halt)])
    if (deps.closing.aborted || halt.aborted || (await hasEnded(deps, row))) return
    // A resume that is under way decides first: accepted, it withdraws this stop.
    if (isResuming()) continue
    // An answer that was lost is found out by reading; what reading does not tell is sent again.
    if (row.stop_status === 'unknown' && (await foundStopped(deps, org, row))) return
    if (isOver(row) || halt.aborted) return
    if (isResuming()) continue
    const attempt = await attemptOrgStop(deps, org, row)
    if (attempt === 'unsupported') return revokeAllInstead(deps, org, row)
    if (attempt !== 'open' && attempt !== 'unsent') return
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Withdrawn by a newer resume, or ended otherwise meanwhile. An unreadable store ends nothing that memory has not ended. */
async function hasEnded(deps: Deps, row: OperationRow): Promise<boolean> {
  if (isOver(row)) return true
  const current = await withinOr(findOperation(deps.store.reads, row.id), STORE_WAIT_MS, undefined)
  if (current === undefined || !(isOver(current) || current.stop_status === 'accepted')) return false
  // Memory follows, so that a page which cannot read the store says it too.
  row.stop_status = current.stop_status
  return true
}
