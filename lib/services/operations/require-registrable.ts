import { InvalidInput } from '@/lib/domain/errors'
import { DEVICE_ID_RULE } from '@/lib/domain/ids/device-id'
import { isRegistrable, JSON_MARK } from '@/lib/domain/ids/listed-id'
import { shownId } from '@/lib/domain/ids/shown-id'

/** If a register would trim or refuse an id, it is not sent: a trimmed id is another device. @throws InvalidInput */
export function requireRegistrable(deviceIds: readonly string[]): void {
  const wrong = deviceIds.find((id) => !isRegistrable(id))
  if (wrong === undefined) return
  const why = wrong.startsWith(JSON_MARK)
    ? `${DEVICE_ID_RULE}, and ${JSON_MARK} marks ids that no register takes`
    : `${DEVICE_ID_RULE}, and without white space at its ends`
  throw new InvalidInput(`target: "${shownId(wrong)}" cannot be registered: ${why}`)
}
