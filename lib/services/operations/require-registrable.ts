import { DEVICE_ID_RULE } from '@/lib/domain/device-id'
import { InvalidInput } from '@/lib/domain/errors'
import { isRegistrable } from '@/lib/domain/listed-id'

/** An id that a register would trim or refuse is registered by nobody: another id is another device. @throws InvalidInput */
export function requireRegistrable(deviceIds: readonly string[]): void {
  const wrong = deviceIds.find((id) => !isRegistrable(id))
  if (wrong === undefined) return
  const why = wrong.trim() === wrong ? DEVICE_ID_RULE : 'a register drops the white space at its ends; leave it out'
  throw new InvalidInput(`target: ${JSON.stringify(wrong)} cannot be registered: ${why}`)
}
