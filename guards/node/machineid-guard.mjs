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
 *
 * A device key of its own: with MACHINEID_DEVICE_KEY_FILE the guard asks with the key in that file and with no other. If there is no
 * file and MACHINEID_ORG_KEY is an enrolment key, it registers, and keeps the key that it gets there, with mode 600. Once the key has
 * ended or is lost, a person has to release the id. A secret mount works too, without an enrolment key.
 */
import { randomBytes } from 'node:crypto'
import { constants, writeSync } from 'node:fs'
import { lstat, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

const REPLY_BYTES_MAX = 64 * 1024
export const EXIT_CODE = 77
const KEY_VARIABLE = 'MACHINEID_DEVICE_KEY_FILE'
const ENROLMENT = 'org_enrol_'
const ENROLMENT_MS = 10_000
const DEVICE_KEY = /^org_device_[\w-]{43}$/
const KEYS = /org_(device|enrol|agent)_[\w-]{16,}/g

const RELEASE =
  'A person must release the id (POST /api/v1/devices/release_key_batch with the org key). ' +
  'Then the guard gets a new key, if MACHINEID_ORG_KEY is an enrolment key.'

/** What to do about a denial, by its code. @type {Record<string, string>} */
const HELP = {
  GUARD_DEVICE_KEY_ENDED: `The key in ${KEY_VARIABLE} has ended. ${RELEASE}`,
  GUARD_DEVICE_KEY_LOST: `The file of ${KEY_VARIABLE} is not there, and this id gets no second key by itself. ${RELEASE}`,
  GUARD_DEVICE_KEY_MISSING: `The file of ${KEY_VARIABLE} is not there. Mount it, or set MACHINEID_ORG_KEY to an enrolment key.`,
  GUARD_DEVICE_KEY_UNKEPT: `A device key was issued, and there is no place to keep it. Set ${KEY_VARIABLE}. ${RELEASE}`,
  DEVICE_KEY_REQUIRED: `Only the device key of this id may ask for it. Set ${KEY_VARIABLE} to the file that has it.`,
  device_key: 'This device key is that of another id. Give each id a key and a file of its own.',
}

/** No permission: the work must not begin. */
export class Denied extends Error {
  /** @param {{ code: string, requestId: string, deviceId: string, before: string, help?: string }} facts */
  constructor({ code, requestId, deviceId, before, help = '' }) {
    super(`not allowed before ${before}: ${code} (request ${requestId})${help && `. ${help}`}`)
    this.name = 'Denied'
    this.code = code
    this.requestId = requestId
    this.deviceId = deviceId
    this.before = before
    this.help = help
  }
}

/** What is wrong with the file of a device key, and what mends it. It never says what is in the file. */
class KeyFault extends Error {}

/** @param {string} path @param {string} what */
const keyFault = (path, what) => new KeyFault(`${KEY_VARIABLE} ${path} ${what}`)

/**
 * The device key in a file, or undefined if there is no file. It is read for each question, so that every process of the device sees
 * the same key.
 * @param {string} path
 * @throws {KeyFault}
 */
async function readKey(path) {
  let handle
  try {
    // A pipe in its place does not hang.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const facts = await handle.stat()
    if (!facts.isFile()) throw keyFault(path, 'is not a file.')
    // A secret mount belongs to root, and lets another user in by its group alone.
    const isMounted = facts.uid === 0 && process.geteuid?.() !== 0
    if (process.geteuid && facts.mode & (isMounted ? 0o037 : 0o077))
      throw keyFault(path, `can be read or changed by others: chmod 600 '${path.replaceAll("'", "'\\''")}'`)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0)
    const text = buffer.toString('latin1', 0, bytesRead).replace(/\r?\n$/, '')
    if (DEVICE_KEY.test(text)) return text
    const fault = text ? 'holds no whole device key' : 'is empty'
    throw keyFault(path, `${fault}. Put the key back, or remove the file. ${RELEASE}`)
  } catch (/** @type {any} */ error) {
    if (error instanceof KeyFault) throw error
    if (error?.code === 'ENOENT') return undefined
    throw keyFault(path, `cannot be read: ${error?.code}.`)
  } finally {
    await handle?.close()
  }
}

/**
 * A file beside that of the key, with room on the disk, made before a key is asked for: one that cannot be kept is lost. `keep` puts
 * the key into its place, whole or not at all; `close` leaves nothing else.
 * @param {string} path
 * @throws {KeyFault}
 */
async function makeRoom(path) {
  const stats = await lstat(path).catch(() => undefined)
  if (stats?.isSymbolicLink()) throw keyFault(path, 'is a link: name the file that it leads to.')
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  /** @type {import('node:fs/promises').FileHandle | undefined} */
  let handle
  /** @param {string} text */
  const write = async (text) => {
    const { bytesWritten } = (await handle?.write(text, 0)) ?? { bytesWritten: 0 }
    if (bytesWritten !== text.length) throw Object.assign(new Error(), { code: 'ENOSPC' })
    await handle?.truncate(text.length)
    await handle?.sync()
  }
  const close = async () => {
    await handle?.close()
    // It is in its place, or the disk is gone.
    if (handle) await unlink(temporary).catch(() => undefined)
  }
  try {
    handle = await open(temporary, 'wx', 0o600)
    // A umask may have left less.
    await handle.chmod(0o600)
    await write('\n'.repeat(64))
  } catch (/** @type {any} */ error) {
    await close()
    throw keyFault(path, `cannot be written: ${error?.code}. No key was asked for.`)
  }
  /** @param {string} key */
  const keep = async (key) => {
    try {
      await write(`${key}\n`)
      await rename(temporary, path)
      const folder = process.geteuid && (await open(dirname(path), constants.O_RDONLY))
      await folder?.sync().finally(() => folder.close())
    } catch (/** @type {any} */ error) {
      throw keyFault(path, `cannot be written: ${error?.code}. The key that was issued is lost. ${RELEASE}`)
    }
  }
  return { keep, close }
}

/**
 * What an authority answered. `call` of an authority resolves to it, or rejects.
 * @typedef {{ status: number, body: any }} Reply
 * @typedef {{ call(act: 'register' | 'validate', deviceId: string, signal: AbortSignal, key?: string): Promise<Reply> }} Authority
 */

/**
 * The two calls of MachineID that an agent makes.
 * @param {string} baseUrl
 * @param {string} [key] not needed if every call brings its own.
 * @returns {Authority}
 */
export function httpAuthority(baseUrl, key) {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw new TypeError('MACHINEID_BASE_URL must be an http or https address without a name, a query or a fragment')
  if (key !== undefined && !/^[!-~]+$/.test(key))
    throw new TypeError('MACHINEID_ORG_KEY is missing or has characters that no key has')
  const base = url.href.replace(/\/+$/, '')
  return {
    async call(act, deviceId, signal, own = key) {
      const response = await fetch(`${base}/api/v1/devices/${act}`, {
        method: 'POST',
        headers: { 'x-org-key': own ?? '', 'content-type': 'application/json', 'accept-encoding': 'identity' },
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
  /** @type {string} */
  #key
  /** @type {string} */
  #keyFile
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
   * @param {string} [options.keyFile] else that of MACHINEID_DEVICE_KEY_FILE.
   * @param {(line: string) => void} [options.log]
   */
  constructor(deviceId, { deadlineMs = 2_000, exitOnDenial, authority, keyFile, log } = {}) {
    const { env } = process
    this.deviceId = deviceId ?? env.MACHINEID_DEVICE_ID ?? ''
    this.#key = env.MACHINEID_ORG_KEY ?? ''
    this.#keyFile = keyFile ?? env[KEY_VARIABLE] ?? ''
    this.#deadlineMs = deadlineMs
    this.#exit = exitOnDenial ?? env.MACHINEID_GUARD_EXIT === '1'
    this.#log = log ?? ((line) => writeSync(2, `${line}\n`))
    try {
      if (typeof this.deviceId !== 'string' || !this.deviceId.trim() || this.deviceId.length > 512)
        throw new TypeError('the device id must have 1 to 256 characters')
      if (!(deadlineMs >= 1_000 && deadlineMs <= 3_000)) throw new RangeError('the deadline must be 1 to 3 seconds')
      // Before a key is issued that would be lost with the process.
      if (this.#key.startsWith(ENROLMENT) && !this.#keyFile)
        throw new TypeError(
          `MACHINEID_ORG_KEY is an enrolment key: set ${KEY_VARIABLE} to where the device key is to be kept`,
        )
      const shared = this.#keyFile ? this.#key || undefined : this.#key
      this.#authority = authority ?? httpAuthority(env.MACHINEID_BASE_URL ?? '', shared)
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
    const own = { authority: this.#authority, keyFile: this.#keyFile, log: this.#log }
    const options = { ...own, deadlineMs: this.#deadlineMs, exitOnDenial: false }
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
    const answer = await Promise.race([this.#ask(controller.signal, until).catch(faultOf), late])
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

  /** @param {AbortSignal} signal @param {number} until @returns {Promise<Answer>} */
  async #ask(signal, until) {
    this.#registration ??= this.#register(signal, until)
    const registration = this.#registration
    const forget = () => {
      if (this.#registration === registration) this.#registration = undefined
    }
    const registered = await registration.catch(faultOf)
    if (registered.allowed !== true) {
      forget()
      return registered
    }
    const own = await this.#ownKey().catch(faultOf)
    if (this.#keyFile && typeof own !== 'string') {
      forget()
      return own ?? { allowed: false, code: 'GUARD_DEVICE_KEY_LOST' }
    }
    const { status, body } = await this.#call('validate', signal, own)
    if (status === 200 && body !== null && typeof body === 'object' && body.allowed === true) return { allowed: true }
    if (!own || !hasEnded(status, body)) return denial(status, body, 'VALIDATE')
    forget()
    return { allowed: false, code: 'GUARD_DEVICE_KEY_ENDED' }
  }

  async #ownKey() {
    return this.#keyFile ? readKey(this.#keyFile) : undefined
  }

  /** @param {'register' | 'validate'} act @param {AbortSignal} signal @param {any} key undefined: that of MACHINEID_ORG_KEY */
  #call(act, signal, key) {
    return key === undefined
      ? this.#authority.call(act, this.deviceId, signal)
      : this.#authority.call(act, this.deviceId, signal, key)
  }

  /**
   * A yes once the device is on file and its key, if it is to have one, is kept.
   * @param {AbortSignal} signal @param {number} until @returns {Promise<Answer>}
   */
  async #register(signal, until) {
    const own = await this.#ownKey()
    if (own || !this.#keyFile) {
      const { status, body } = await this.#call('register', signal, own)
      if (!own || !hasEnded(status, body)) {
        const answer = registered(status, body)
        return answer.allowed && !own && body.deviceKey ? { allowed: false, code: 'GUARD_DEVICE_KEY_UNKEPT' } : answer
      }
    }
    // A key that others share never takes the place of the own one.
    if (this.#key.startsWith(ENROLMENT)) return this.#enrol(own, until)
    return { allowed: false, code: own ? 'GUARD_DEVICE_KEY_ENDED' : 'GUARD_DEVICE_KEY_MISSING' }
  }

  /**
   * Gets a key under the enrolment key, and keeps it.
   * @param {string | undefined} ended the one in the file, which is good for nothing any more.
   * @param {number} until
   * @returns {Promise<Answer>}
   */
  async #enrol(ended, until) {
    const room = await makeRoom(this.#keyFile)
    try {
      // It goes on after the deadline of the check, which is denied by then: the authority issues a key once.
      const { status, body } = await this.#call('register', AbortSignal.timeout(ENROLMENT_MS), undefined)
      const answer = registered(status, body)
      if (answer.allowed !== true) return answer
      const key = body.deviceKey
      if (key !== undefined) {
        if (typeof key !== 'string' || !DEVICE_KEY.test(key)) return { allowed: false, code: 'GUARD_REGISTER_UNCLEAR' }
        await room.keep(key)
        return { allowed: true }
      }
    } finally {
      await room.close()
    }
    // Another process of this device may have got the key, and be about to keep it.
    const patience = Math.min(until - 300, performance.now() + 1_000)
    while (performance.now() < patience) {
      await pause(20)
      const key = await this.#ownKey()
      if (key !== undefined && key !== ended) return { allowed: true }
    }
    return { allowed: false, code: ended ? 'GUARD_DEVICE_KEY_ENDED' : 'GUARD_DEVICE_KEY_LOST' }
  }

  /** @param {Answer} answer @param {string} before @returns {never} */
  #deny({ code = 'GUARD_NO_ANSWER', requestId = '-', help }, before) {
    const facts = { code: this.#clean(code), requestId: this.#clean(requestId), before: this.#clean(before) }
    const advice = help ?? (Object.hasOwn(HELP, facts.code) ? HELP[facts.code] : undefined)
    try {
      const said = { device: this.deviceId, before: facts.before, code: facts.code, request_id: facts.requestId }
      const pairs = Object.entries(advice ? { ...said, help: advice } : said).map(
        ([name, value]) => `${name}=${JSON.stringify(value)}`,
      )
      this.#log(`machineid-guard: denied ${pairs.join(' ')}`)
    } catch {
      // A log that fails makes no denial into a yes.
    }
    if (this.#exit) endProcess()
    throw new Denied({ ...facts, deviceId: this.deviceId, help: advice })
  }

  /** What came over the network, as one short line without a key. @param {string} said */
  #clean(said) {
    const whole = this.#key ? said.replaceAll(this.#key, '[key]') : said
    return whole
      .replace(KEYS, '[key]')
      .slice(0, 200)
      .replace(/[^\P{C}]|[\u2028\u2029]/gu, '?')
  }
}

/**
 * A function that asks before it works.
 * @template {(...args: any[]) => any} Work
 * @typedef {(...args: Parameters<Work>) => ReturnType<Work> extends Generator | AsyncGenerator
 *   ? AsyncGenerator<any, any, any> : Promise<Awaited<ReturnType<Work>>>} Protected
 */

/** @typedef {{ allowed: boolean, code?: string, requestId?: string, help?: string }} Answer */

/** Whether a register did what it is for.
 * @param {number} status @param {any} body @returns {Answer} */
function registered(status, body) {
  if (status === 200 && (body?.status === 'ok' || body?.status === 'exists')) return { allowed: true }
  return denial(status, body, 'REGISTER')
}

/** Whether the authority itself says that the key is none: any other 401 may come from what is in between.
 * @param {number} status @param {any} body */
function hasEnded(status, body) {
  const said = [body?.code, body?.error].map((one) => String(one).toLowerCase())
  return (
    (status === 401 && said.includes('invalid_org_key')) || (status === 429 && said.includes('too_many_wrong_keys'))
  )
}

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
  if (error instanceof KeyFault) return { allowed: false, code: 'GUARD_DEVICE_KEY_FILE', help: error.message }
  return { allowed: false, code: `GUARD_${error?.cause?.code ?? error?.name ?? 'ERROR'}` }
}

/** Ends the process without a listener, a `finally` or a framework that could go on. */
export function endProcess() {
  // In a worker thread `process.exit` ends that thread alone.
  if (!isMainThread) process.kill(process.pid, 'SIGKILL')
  process.removeAllListeners('exit')
  process.exit(EXIT_CODE)
}
