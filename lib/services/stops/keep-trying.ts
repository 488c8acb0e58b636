/** Sends an open stop of an org again and again until the authority takes it, refuses it, or a newer resume withdraws it. */
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/schema'
import type { Deps } from '../context'
import type { OrgRuntime } from '../orgs/org-runtime'
import { attemptOrgStop } from './attempt-org-stop'
import { revokeAllInstead } from './revoke-all-instead'

/** Pauses between tries in ms; the last one repeats. */
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]

export function keepTrying(deps: Deps, org: OrgRuntime, row: OperationRow): void {
  deps.running.start(row.id, () =>
    run(deps, org, row).catch((error) =>
      deps.log.error({ err: error, operationId: row.id }, 'an open stop is sent no more until the next start'),
    ),
  )
}

async function run(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  for (let tries = 0; !deps.closing.aborted; tries += 1) {
    await deps.pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] as number)
    if (deps.closing.aborted || (await isOver(deps, row))) return
    // A resume that is under way decides first: accepted, it withdraws this stop.
    if (deps.resumes.isResuming(org.row.id, null)) continue
    const attempt = await attemptOrgStop(deps, org, row)
    if (attempt === 'unsupported') return revokeAllInstead(deps, org, row)
    if (attempt !== 'open' && attempt !== 'unsent') return
  }
}

/** Withdrawn by a newer resume, or ended otherwise meanwhile. An unreadable store ends nothing. */
async function isOver(deps: Deps, row: OperationRow): Promise<boolean> {
  const current = await findOperation(deps.store.db, row.id).catch(() => undefined)
  return current !== undefined && !['requested', 'queued', 'unknown'].includes(current.stop_status ?? '')
}
