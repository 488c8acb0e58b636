/**
 * The stop of a whole org is rehearsed on an org that was made for it, by an admin of the deployment who administers the org, and
 * never while a device is on it that no rehearsal registered: such a device would be stopped for a rehearsal.
 */
import { AppError } from '@/lib/domain/errors'
import { shownId } from '@/lib/domain/ids/shown-id'
import { isOrgDisable } from '@/lib/domain/stop-state'
import { listLiveStops } from '@/lib/store/operations'
import { rehearsedIds } from '@/lib/store/rehearsals/rehearsals'
import type { OrgContext } from '../context'
import { authorize, authorizeDeployment } from '../service'

const NAMED_MAX = 3
const conflict = (why: string) => new AppError('conflict', `${why} Nothing was changed.`)

/** @throws AppError `forbidden`, `conflict`; UpstreamError where the org cannot be read now. */
export async function requireOrgRehearsal(context: OrgContext): Promise<void> {
  await requireThrowaway(context)
  const { deps, org } = context
  const live = await listLiveStops(deps.store.db, org.row.id)
  const isStopped = org.reading.execution?.execution !== 'enabled' || live.some(isOrgDisable)
  if (isStopped || deps.resumes.isResuming(org.row.id, null))
    throw conflict('This org is stopped, is being resumed, or its state was not read, so its stop cannot be rehearsed.')
  const own = await rehearsedIds(deps.store.db, org.row.id)
  const ids = [...org.fleet.devices()].map(({ deviceId }) => deviceId)
  const foreign = ids.filter((id) => !own.has(id))
  if (foreign.length > 0) {
    const named = foreign.slice(0, NAMED_MAX).map((id) => shownId(id))
    const more = foreign.length > NAMED_MAX ? ` and ${foreign.length - NAMED_MAX} more` : ''
    throw conflict(
      `No rehearsal registered ${named.join(', ')}${more}, and a stop of the org would stop what works under it.`,
    )
  }
  if (org.reading.unreadable > 0) throw conflict('The list of this org has entries that cannot be read as devices.')
  if (ids.length === 0)
    throw conflict('There is no device on this org, so there is nothing to see. Register one first.')
}

/** @throws as `requireOrgRehearsal`. */
export async function requireRehearsedRegister(context: OrgContext, deviceId: string): Promise<void> {
  await requireThrowaway(context)
  if (context.org.fleet.has(deviceId))
    throw conflict('This device is registered already, and not by this rehearsal: its agent may do real work.')
}

/** Who may, and on which org; it was read just now. */
async function requireThrowaway(context: OrgContext): Promise<void> {
  await authorizeDeployment(context)
  await authorize(context, 'administer')
  if (context.org.row.throwaway_since === null)
    throw conflict(`${context.org.row.name} is not a throwaway org: its stop is never rehearsed.`)
  await context.org.reader.readNow()
}
