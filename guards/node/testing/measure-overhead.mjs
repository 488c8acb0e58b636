/** Prints the median of a guarded call that does nothing less the median of a bare `validate`, in milliseconds, taken in turn. */
import { Guard } from '../machineid-guard.mjs'

const PAIRS = 400
const WARM_UP = 50
const { MACHINEID_BASE_URL, MACHINEID_ORG_KEY } = process.env
const deviceId = 'node:bench:overhead:01'
const work = new Guard(deviceId).protect(() => undefined)

async function bare() {
  const reply = await fetch(`${MACHINEID_BASE_URL}/api/v1/devices/validate`, {
    method: 'POST',
    headers: { 'x-org-key': MACHINEID_ORG_KEY, 'content-type': 'application/json', 'accept-encoding': 'identity' },
    body: JSON.stringify({ deviceId }),
  })
  if ((await reply.json()).allowed !== true) throw new Error('not allowed')
}

async function timed(act) {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const guarded = []
const alone = []
for (let pair = 0; pair < PAIRS + WARM_UP; pair += 1) {
  const times = [await timed(work), await timed(bare)]
  if (pair < WARM_UP) continue
  guarded.push(times[0])
  alone.push(times[1])
}
console.log((median(guarded) - median(alone)).toFixed(3))
