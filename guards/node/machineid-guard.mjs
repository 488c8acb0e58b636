// @ts-check
/**
 * A guard for an agent: it asks MachineID before each unit of work, and denies unless the answer is a clear yes.
 *
 * Copy this file into your repository. It needs Node 20 or newer and nothing else.
 *
 *     const guard = new Guard('vercel:prod:runner:01') // MACHINEID_BASE_URL and MACHINEID_ORG_KEY come from the environment
 *     await guard.check('send e-mail')                 // resolves, or rejects with Denied
 *     const chargeCard = guard.protect(async function chargeCard() { … })
 *
 * The rule: only HTTP 200 with a JSON object whose `allowed` is the JSON `true`, within the deadline, is a yes. A timeout, an error,
 * another status, a redirect, a body that is cut or is not JSON, `"true"`, `1`: all are denials. No answer is kept for later.
 *
 * A JavaScript error can be caught by whatever is around it, and agent frameworks do: they hand it to the model and go on. So guard
 * each boundary, not only the first one, or set `exitOnDenial`.
 */
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const REPLY_BYTES_MAX = 64 * 1024
export const EXIT_CODE = 77

/** No permission: the work must not begin. */
export class Denied extends Error {
  /** @param {{ code: string, requestId: string, deviceId: string, before: string }} facts */
  constructor({ code, requestId, deviceId, before }) {
    super(`not allowed before ${before}: ${code} (request ${requestId})`)
    this.name = 'Denied'
    this.code = code
    this.requestId = requestId
    this.deviceId = deviceId
    this.before = before
  }
}

/**
 * What an authority answered. `call` of an authority resolves to it, or rejects.
 * @typedef {{ status: number, body: any }} Reply
 * @typedef {{ call(act: 'register' | 'validate', deviceId: string, signal: AbortSignal): Promise<Reply> }} Authority
 */

/**
 * The two calls of MachineID that an agent makes.
 * @param {string} baseUrl
 * @param {string} key
 * @returns {Authority}
 */
export function httpAuthority(baseUrl, key) {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw new TypeError('MACHINEID_BASE_URL must be an http or https address without a name, a query or a fragment')
  if (!/^[!-~]+$/.test(key)) throw new TypeError('MACHINEID_ORG_KEY is missing or has characters that no key has')
  const base = url.href.replace(/\/+$/, '')
  return {
    async call(act, deviceId, signal) {
      const response = await fetch(`${base}/api/v1/devices/${act}`, {
        method: 'POST',
        headers: { 'x-org-key': key, 'content-type': 'application/json', 'accept-encoding': 'identity' },
        body: JSON.stringify({ deviceId }),
        // The key goes to the address above and nowhere else.
        redirect: 'error',
        cache: 'no-store',
        signal,
      })
      const parts = []
      let bytes = 0
      for await (const part of response.body ?? []) {
        bytes += part.length
        if (bytes > REPLY_BYTES_MAX) throw new RangeError('the reply is too long')
        parts.push(part)
      }
      return { status: response.status, body: JSON.parse(Buffer.concat(parts).toString('utf8')) }
    },
  }
}

/** Asks for one device. Any number of checks may be under way at once. */
export class Guard {
  #authority
  #key
  #deadlineMs
  #exit
  #log
  /** @type {Promise<Answer> | undefined} */
  #registration

  /**
   * @param {string} [deviceId] else that of MACHINEID_DEVICE_ID.
   * @param {object} [options]
   * @param {number} [options.deadlineMs] 1,000 to 3,000, for one whole `check`: name look-up, connection, `register` where it is
   *   still due, `validate`.
   * @param {boolean} [options.exitOnDenial] (or MACHINEID_GUARD_EXIT=1): a denial ends the process at once, with exit code 77.
   * @param {Authority} [options.authority] instead of the calls of this file.
   * @param {(line: string) => void} [options.log]
   */
  constructor(deviceId, { deadlineMs = 2_000, exitOnDenial, authority, log } = {}) {
    const { env } = process
    this.deviceId = deviceId ?? env.MACHINEID_DEVICE_ID ?? ''
    this.#key = env.MACHINEID_ORG_KEY ?? ''
    this.#deadlineMs = deadlineMs
    this.#exit = exitOnDenial ?? env.MACHINEID_GUARD_EXIT === '1'
    this.#log = log ?? ((line) => writeSync(2, `${line}\n`))
    try {
      if (typeof this.deviceId !== 'string' || !this.deviceId.trim() || this.deviceId.length > 512)
        throw new TypeError('the device id must have 1 to 256 characters')
      if (!(deadlineMs >= 1_000 && deadlineMs <= 3_000)) throw new RangeError('the deadline must be 1 to 3 seconds')
      this.#authority = authority ?? httpAuthority(env.MACHINEID_BASE_URL ?? '', this.#key)
    } catch (error) {
      this.#log(`machineid-guard: ${error instanceof Error ? error.message : 'wrong settings'}`)
      this.#deny({ allowed: false, code: 'GUARD_CONFIGURATION' }, 'start')
    }
  }

  /** Whether a denial ends the process. */
  get exits() {
    return this.#exit
  }

  /** The same guard, but a denial is always `Denied`: for an adapter that must answer another program before this one ends. */
  withoutExit() {
    const options = { deadlineMs: this.#deadlineMs, exitOnDenial: false, authority: this.#authority, log: this.#log }
    return new /** @type {typeof Guard} */ (this.constructor)(this.deviceId, options)
  }

  /**
   * Resolves if the authority allows this device to work now, else rejects with `Denied`. Await it right before the work.
   * @param {string} [before] what is about to begin, for the log.
   * @returns {Promise<void>}
   */
  async check(before = 'work') {
    const until = performance.now() + this.#deadlineMs
    const controller = new AbortController()
    /** @type {NodeJS.Timeout | undefined} */
    let timer
    /** @type {Promise<Answer>} */
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve({ allowed: false, code: 'GUARD_DEADLINE' }), this.#deadlineMs)
    })
    const answer = await Promise.race([this.#ask(controller.signal).catch(faultOf), late])
    clearTimeout(timer)
    controller.abort()
    // Looked at after the wait: a yes that lay here while the process was stopped or the loop was busy is too old.
    if (performance.now() > until) this.#deny({ allowed: false, code: 'GUARD_DEADLINE' }, before)
    if (answer.allowed !== true) this.#deny(answer, before)
  }

  /**
   * Checks before each call of a function. The result is always asynchronous; of a generator it is an asynchronous generator.
   * @template {(...args: any[]) => any} Work
   * @param {Work} work
   * @param {string} [before]
   * @returns {Protected<Work>}
   */
  protect(work, before = work.name || 'work') {
    const guard = this
    /** @this {any} @param {any[]} args @returns {Promise<any>} */
    const inOrder = async function (...args) {
      await guard.check(before)
      return work.apply(this, args)
    }
    /** @this {any} @param {any[]} args @returns {any} */
    const step = async function* (...args) {
      await guard.check(before)
      return yield* work.apply(this, args)
    }
    return /** @type {any} */ (/Generator/.test(work.constructor.name) ? step : inOrder)
  }

  /** @param {AbortSignal} signal @returns {Promise<Answer>} */
  async #ask(signal) {
    this.#registration ??= this.#register(signal)
    const registration = this.#registration
    const registered = await registration.catch(faultOf)
    if (registered.allowed !== true) {
      if (this.#registration === registration) this.#registration = undefined
      return registered
    }
    const { status, body } = await this.#authority.call('validate', this.deviceId, signal)
    if (status === 200 && body !== null && typeof body === 'object' && body.allowed === true) return { allowed: true }
    return denial(status, body, 'VALIDATE')
  }

  /** @param {AbortSignal} signal @returns {Promise<Answer>} */
  async #register(signal) {
    const { status, body } = await this.#authority.call('register', this.deviceId, signal)
    if (status === 200 && (body?.status === 'ok' || body?.status === 'exists')) return { allowed: true }
    return denial(status, body, 'REGISTER')
  }

  /** @param {Answer} answer @param {string} before @returns {never} */
  #deny({ code = 'GUARD_NO_ANSWER', requestId = '-' }, before) {
    const facts = { code: this.#clean(code), requestId: this.#clean(requestId), before: this.#clean(before) }
    try {
      const said = { device: this.deviceId, before: facts.before, code: facts.code, request_id: facts.requestId }
      const pairs = Object.entries(said).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      this.#log(`machineid-guard: denied ${pairs.join(' ')}`)
    } catch {
      // A log that fails makes no denial into a yes.
    }
    if (this.#exit) endProcess()
    throw new Denied({ ...facts, deviceId: this.deviceId })
  }

  /** What came over the network, as one short line without the key. @param {string} said */
  #clean(said) {
    const whole = this.#key ? said.replaceAll(this.#key, '[key]') : said
    return whole.slice(0, 200).replace(/[^\P{C}]|[\u2028\u2029]/gu, '?')
  }
}

/**
 * A function that asks before it works.
 * @template {(...args: any[]) => any} Work
 * @typedef {(...args: Parameters<Work>) => ReturnType<Work> extends Generator | AsyncGenerator
 *   ? AsyncGenerator<any, any, any> : Promise<Awaited<ReturnType<Work>>>} Protected
 */

/** @typedef {{ allowed: boolean, code?: string, requestId?: string }} Answer */

/** The denial that a reply means: its own code, else one that says what was wrong with it.
 * @param {number} status @param {any} body @param {string} act @returns {Answer} */
function denial(status, body, act) {
  const unclear = `GUARD_${act}_${status === 200 ? 'UNCLEAR' : `HTTP_${status}`}`
  const code = String(body?.code || body?.error || unclear)
  // "ALLOW" beside an `allowed` that is not true, or beside another status, explains nothing.
  return { allowed: false, code: code === 'ALLOW' ? unclear : code, requestId: String(body?.request_id || '-') }
}

/** Only the kind of an error is kept: its message may hold the key. @param {any} error @returns {Answer} */
function faultOf(error) {
  return { allowed: false, code: `GUARD_${error?.cause?.code ?? error?.name ?? 'ERROR'}` }
}

/** Ends the process without a listener, a `finally` or a framework that could go on. */
export function endProcess() {
  // In a worker thread `process.exit` ends that thread alone.
  if (!isMainThread) process.kill(process.pid, 'SIGKILL')
  process.removeAllListeners('exit')
  process.exit(EXIT_CODE)
}
