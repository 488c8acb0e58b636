/** Checks that both questions begin or end with. */
import { isolated } from '../ids/isolated'
import { shownId } from '../ids/shown-id'
import { textTimeToSecond } from '../time/text-time'
import type { Check, DeviceFacts } from './check'

export const namedId = (id: string): string => isolated(shownId(id))

/** If the reading is not fresh, every line below it is as of then. */
export function checkReading({ reading }: DeviceFacts): Check[] {
  const asOf = reading.readAt ? `What follows is as of ${textTimeToSecond(reading.readAt)}.` : 'Nothing was read yet.'
  if (reading.status === 'fresh') return []
  if (reading.status === 'key-rejected')
    return [
      {
        about: 'Reading',
        finding: 'unknown',
        read: `The authority rejects the org key of this console. ${asOf}`,
        act: { to: 'key' },
      },
    ]
  const why = reading.status === 'loading' ? '' : 'The authority does not answer this console. '
  return [{ about: 'Reading', finding: 'unknown', read: why + asOf }]
}

/** A device that a person, or a line of configuration, may have taken for this one. */
export function checkLookalikes({ device, lookalikes }: DeviceFacts): Check[] {
  return lookalikes.named.slice(0, 1).map(({ id, status }) => ({
    about: 'Look-alike',
    finding: device ? 'unknown' : 'cause',
    read: `${namedId(id)} looks like it and is ${status}. Compare the id in the agent’s log letter by letter.`,
    act: { to: 'device', id },
  }))
}
