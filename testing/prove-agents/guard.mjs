/** A guard that fails closed, and the same with one fault each: the proof kit must find every one of them. */

const { MACHINEID_BASE_URL, MACHINEID_ORG_KEY, MACHINEID_DEVICE_ID, DEADLINE_MS } = process.env

const post = (path, options = {}) =>
  fetch(`${MACHINEID_BASE_URL}/api/v1/devices/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-org-key': MACHINEID_ORG_KEY },
    body: JSON.stringify({ deviceId: MACHINEID_DEVICE_ID }),
    redirect: 'error',
    signal: AbortSignal.timeout(Number(DEADLINE_MS ?? 3_000)),
    ...options,
  })

const isAllowed = async (reply) => reply.status === 200 && (await reply.json()).allowed === true

/** `validate` with every outcome but a well-formed allow as a denial. */
async function validate() {
  try {
    return await isAllowed(await post('validate'))
  } catch {
    return false
  }
}

/** Goes on when asking ends with this error. */
const failsOpenOn = (isThis) => async () => {
  try {
    return await isAllowed(await post('validate'))
  } catch (error) {
    return isThis(error)
  }
}

/** Reads the reply in its own way, and fails closed otherwise. */
const reads = (read, options) => async () => {
  try {
    return await read(await post('validate', options))
  } catch {
    return false
  }
}

let cached = false

/** Name → whether the agent may go on. */
const VALIDATES = {
  good: validate,
  'opens-on-timeout': failsOpenOn((error) => error.name === 'TimeoutError'),
  'opens-on-refused': failsOpenOn((error) => error.cause?.code === 'ECONNREFUSED'),
  'opens-on-reset': failsOpenOn((error) => ['ECONNRESET', 'UND_ERR_SOCKET'].includes(error.cause?.code)),
  'opens-on-bad-json': failsOpenOn((error) => error instanceof SyntaxError),
  'opens-on-500': reads(async (reply) => reply.status >= 500 || isAllowed(reply)),
  'opens-on-missing': reads(async (reply) => {
    const { allowed } = await reply.json()
    return reply.ok && (allowed === undefined || allowed === true)
  }),
  'opens-on-string': reads(async (reply) => Boolean((await reply.json()).allowed)),
  'searches-the-text': reads(async (reply) => /"allowed": *true/.test(await reply.text())),
  'waits-for-ever': reads(isAllowed, { signal: null }),
  'follows-redirects': reads(isAllowed, { redirect: 'follow' }),
  'caches-an-allow': async () => {
    cached ||= await validate()
    return cached
  },
}

/** @param {string} name a guard of the table; one that is not there is the good one. */
export function guardOf(name) {
  const mayGoOn = VALIDATES[name] ?? validate
  return {
    register: async () => void (await post('register').catch(() => undefined)),
    /** Resolves if the agent may go on, and else never comes back. */
    async ask() {
      if (await mayGoOn()) return
      // What ignores the signal goes on.
      if (name === 'ends-by-signal') process.kill(process.pid, 'SIGTERM')
      else if (name === 'blocks') await new Promise(() => setInterval(() => undefined, 1_000))
      else process.exit(1)
    },
  }
}
