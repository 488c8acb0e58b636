import type { OrgState, StopSummary } from '@/lib/domain/wire/org-state'

/** The stop of the whole org that is in force, by whichever of the two ways. */
export function stopInForce(state: OrgState | undefined): StopSummary | null {
  return state && isOrgStopped(state) && state.orgStop?.status === 'accepted' ? state.orgStop : null
}

/** True while no agent of the org may work, as far as was read: stopped here, or elsewhere. */
export function isOrgStopped({ execution, orgStop }: OrgState): boolean {
  return execution.state === 'disabled' || (execution.state === 'unsupported' && orgStop?.status === 'accepted')
}
