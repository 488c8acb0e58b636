import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { DEFAULTS } from '@/lib/domain/defaults.mjs'
import { urlOf } from '@/lib/domain/url-of.mjs'
import { FleetUsage, parseDuration, parseIntervals } from './intervals'

const AGENTS_MAX = 10_000
const PROCESSES_MAX = 200

export type FleetArguments = {
  count: number
  /** Set in a process that is one agent. */
  deviceId: string | null
  interval: string
  intervalMs: (deviceId: string) => number
  /** Absent: each within its own interval. */
  firstWithinMs?: number
  timeoutMs: number
  baseUrl: string
  key: string
  respawn: boolean
  process: boolean
  ignoreDenials: boolean
  json: boolean
}

export const USAGE = `npm run fleet -- [--count 25] [--interval 2s | cron-nightly=30s,*=2s] [--base-url URL] [--key KEY]
                 [--first-within 2s] [--timeout 2s] [--respawn] [--process] [--ignore-denials] [--json]
The key may also come from MACHINEID_ORG_KEY or MACHINEID_ORG_KEY_FILE, the address from MACHINEID_BASE_URL.`

const FLAGS = {
  count: { type: 'string', default: '25' },
  interval: { type: 'string', default: '2s' },
  timeout: { type: 'string', default: '2s' },
  'first-within': { type: 'string' },
  'base-url': { type: 'string' },
  key: { type: 'string' },
  'device-id': { type: 'string' },
  respawn: { type: 'boolean', default: false },
  process: { type: 'boolean', default: false },
  'ignore-denials': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, allowPositionals: false }).values
  } catch (error) {
    throw new FleetUsage((error as Error).message.split('. ')[0] as string)
  }
}

function readKey(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const file = env.MACHINEID_ORG_KEY_FILE
  const fromFile = () => {
    try {
      return file ? readFileSync(file, 'utf8').trim() : ''
    } catch (error) {
      throw new FleetUsage(`MACHINEID_ORG_KEY_FILE cannot be read (${(error as NodeJS.ErrnoException).code}).`)
    }
  }
  const key = given || env.MACHINEID_ORG_KEY || fromFile()
  if (!key) throw new FleetUsage('No key: give --key, or set MACHINEID_ORG_KEY or MACHINEID_ORG_KEY_FILE.')
  if (!/^[!-~]{1,256}$/.test(key)) throw new FleetUsage('The key has characters that no key has.')
  return key
}

/** Where the embedded authority listens by default. */
const OWN_URL = urlOf(DEFAULTS.AUTHORITY_HOST, DEFAULTS.AUTHORITY_PORT)

function readBaseUrl(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const configured = env.MACHINEID_BASE_URL === 'embedded' ? undefined : env.MACHINEID_BASE_URL
  const text = given ?? (configured || OWN_URL)
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new FleetUsage(`--base-url must be an address such as ${OWN_URL}, not "${text}".`)
  }
  return text
}

/** What a fleet is started with. Throws `FleetUsage` with one sentence; null if only help was requested. */
export function parseOptions(argv: readonly string[], env: NodeJS.ProcessEnv): FleetArguments | null {
  const flags = readFlags(argv)
  if (flags.help) return null
  const count = /^\d{1,6}$/.test(flags.count) ? Number(flags.count) : Number.NaN
  const countMax = flags.process ? PROCESSES_MAX : AGENTS_MAX
  if (!(count >= 1 && count <= countMax)) {
    throw new FleetUsage(
      `--count must be 1 to ${countMax}${flags.process ? ' with --process' : ''}, not "${flags.count}".`,
    )
  }
  return {
    count,
    deviceId: flags['device-id'] ?? null,
    interval: flags.interval,
    intervalMs: parseIntervals(flags.interval),
    firstWithinMs: flags['first-within'] === undefined ? undefined : parseDuration(flags['first-within']),
    timeoutMs: parseDuration(flags.timeout),
    baseUrl: readBaseUrl(flags['base-url'], env),
    key: readKey(flags.key, env),
    respawn: flags.respawn,
    process: flags.process,
    ignoreDenials: flags['ignore-denials'],
    json: flags.json,
  }
}
