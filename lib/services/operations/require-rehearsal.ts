import type { StartOperation } from '@/lib/domain/command'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import type { Target } from '@/lib/operations/write-operation'
import type { OrgContext } from '../context'
import { authorize } from '../service'
import { requireOrgRehearsal, requireRehearsedRegister } from './require-org-rehearsal'

/**
 * A rehearsal is the revoke of one device that works now, by a person who may end it again; or, on a throwaway org, the register of
 * one device or the disable of the org.
 * @throws InvalidInput for any other act; AppError `forbidden`, or `conflict` where it cannot be one now.
 */
export async function requireRehearsal(
  context: OrgContext,
  input: StartOperation,
  { deviceIds }: Target,
): Promise<void> {
  const { kind, target, fence, startAt, undoes } = input
  if (undoes || fence || startAt) throw new InvalidInput('rehearsal: it is one act of its own, from now on')
  if (kind === 'disable') return requireOrgRehearsal(context)
  if (!['revoke', 'register'].includes(kind) || !target || !('ids' in target) || deviceIds.length !== 1)
    throw new InvalidInput('rehearsal: it is of one device by its id, or of a throwaway org')
  const deviceId = deviceIds[0] as string
  if (kind === 'register') return requireRehearsedRegister(context, deviceId)
  await authorize(context, 'resume')
  const { fleet, reading } = context.org
  const isStopped = fleet.statusOf(deviceId) !== 'active' || reading.execution?.execution === 'disabled'
  if (isStopped)
    throw new AppError(
      'conflict',
      'This device is not allowed to work now, so its stop cannot be rehearsed. Nothing was changed.',
    )
}
