/** The row of an operation in its first state: nothing sent, no outcome. */
import type { StartOperation } from '@/lib/domain/command'
import { isStop } from '@/lib/domain/operation'
import type { OperationRow } from '@/lib/store/rows/schema'
import type { Act } from '../deps/operation-deps'

export function newOperation(
  { deps, org, actor, address }: Act,
  input: Pick<StartOperation, 'id' | 'kind' | 'reason' | 'undoes' | 'releases' | 'startAt' | 'staged' | 'rehearsal'>,
  bodyDigest: string,
  picked: { total: number; selector: string | null; selectionId: string | null },
): OperationRow {
  return {
    id: input.id,
    org_id: org.row.id,
    kind: input.kind,
    state: input.startAt ? 'scheduled' : 'queued',
    user_id: actor.userId,
    actor_name: actor.name,
    session_id: actor.sessionId,
    address,
    reason: input.reason || null,
    selector: picked.selector,
    selection_id: picked.selectionId,
    undoes: input.undoes ?? null,
    releases: JSON.stringify(input.releases ?? []),
    body_digest: bodyDigest,
    authority: org.authority.name,
    total: picked.total,
    requested_at: deps.clock.now(),
    accepted_at: null,
    finished_at: null,
    stop_status: isStop(input.kind) && !input.startAt ? 'requested' : null,
    accepted_revision: null,
    accepted_authority_at: null,
    error_code: null,
    error_message: null,
    error_request_id: null,
    start_at: input.startAt ? Date.parse(input.startAt) : null,
    staged: input.staged ? 1 : 0,
    rehearsal: input.rehearsal ? 1 : 0,
  }
}
