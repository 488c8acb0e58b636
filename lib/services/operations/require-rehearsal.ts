import type { StartOperation } from '@/lib/domain/command'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import type { Target } from '@/lib/operations/write-operation'
import type { OrgContext } from '../context'
import { authorize } from '../service'

/**
 * A rehearsal is a revoke of one device that works now, by a person who may end it again.
 * @throws InvalidInput for any other act; AppError `forbidden`, or `conflict` for a device that is stopped already.
 */
export async function requireRehearsal(
  context: OrgContext,
  { kind, target, fence, startAt, undoes }: StartOperation,
  { deviceIds }: Target,
): Promise<void> {
  if (kind !== 'revoke' || undoes || fence || startAt || !target || !('ids' in target) || deviceIds.length !== 1)
    throw new InvalidInput('rehearsal: it is a revoke of one device by its id, from now on')
  await authorize(context, 'resume')
  const { fleet, reading } = context.org
  const isStopped = fleet.statusOf(deviceIds[0] as string) !== 'active' || reading.execution?.execution === 'disabled'
  if (isStopped)
    throw new AppError(
      'conflict',
      'This device is not allowed to work now, so its stop cannot be rehearsed. Nothing was changed.',
    )
}
