/** What each program that `npm run up` starts finds in its environment: what the machine sets, and what it needs of ours. */

const SYSTEM =
  /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|TZ|LANG|LC_.*|NODE_.*|SSL_CERT_(FILE|DIR)|SystemRoot|ComSpec|PATHEXT|USERPROFILE|windir|NEXT_TELEMETRY_DISABLED|NEXT_DIST_DIR)$/i

const AUTHORITY = [
  'AUTHORITY_HOST',
  'AUTHORITY_PORT',
  'AUTHORITY_ORG_KEY',
  'AUTHORITY_AGENT_KEY',
  'AUTHORITY_ADMIN_KEY',
  'AUTHORITY_DEVICE_LIMIT',
  'AUTHORITY_ID_PROFILE',
  'AUTHORITY_REGISTRATIONS_PER_MINUTE',
  'AUTHORITY_OPEN_SIGNUP',
  'DATA_DIR',
  'METRICS_TOKEN',
  'PUBLIC_URL',
]

/** Everything that `lib/server/config/config.ts` reads. */
const CONSOLE = [
  'MACHINEID_ORG_KEY',
  'MACHINEID_BASE_URL',
  'MACHINEID_PATH_ORG_STATUS',
  'MACHINEID_PATH_ORG_DISABLE',
  'MACHINEID_PATH_ORG_ENABLE',
  'MACHINEID_PATH_ROTATE_KEY',
  'ORG_NAME',
  'ORG_ID_PATTERN',
  'PUBLIC_URL',
  'AUTH_SECRET',
  'CONSOLE_ENCRYPTION_KEY',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'METRICS_TOKEN',
  'CONSOLE_HOST',
  'CONSOLE_DEV',
  'PORT',
  'DATA_DIR',
  'DATABASE_URL',
  'STOP_SINK',
  'AUDIT_SIGNING_KEY',
  'AUDIT_ANCHOR',
  'AUDIT_KEEP_DAYS',
  'SAMPLE_SECONDS',
  'TRUSTED_PROXIES',
  'LOG_LEVEL',
  'AUTHORITY_HOST',
  'AUTHORITY_PORT',
  // The embedded authority's own keys are the console's when that is its authority. Never the agent key.
  'AUTHORITY_ORG_KEY',
  'AUTHORITY_ADMIN_KEY',
]

const withFiles = (names) => names.flatMap((name) => [name, `${name}_FILE`])

/** Every setting of console and authority as if it were not set: a program that finds these reads none from `.env.local`. */
export const NOTHING_SET = Object.fromEntries(withFiles([...AUTHORITY, ...CONSOLE]).map((name) => [name, '']))

const pick = (env, names) => {
  const wanted = new Set(withFiles(names))
  return Object.fromEntries(Object.entries(env).filter(([name]) => SYSTEM.test(name) || wanted.has(name)))
}

/** For installing and building: what this process has (compilers, proxies, caches), without anything of ours. */
export function buildEnv(env) {
  const ours = new Set(withFiles([...AUTHORITY, ...CONSOLE, 'NEW_PASSWORD']))
  const kept = Object.entries(env).filter(([name]) => !ours.has(name))
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: '1' }
}

/** @param {boolean} embedded whether the embedded authority is the console's */
export const consoleEnv = (env, embedded) => {
  const picked = { ...pick(env, CONSOLE), NODE_ENV: 'production' }
  if (embedded) return picked
  return Object.fromEntries(Object.entries(picked).filter(([name]) => !/^AUTHORITY_(ORG|ADMIN)_KEY/.test(name)))
}

export const authorityEnv = (env) => pick(env, AUTHORITY)

/** Agents get the agent key and nothing else: the org key could lift a stop, the admin key could make orgs. */
export const fleetEnv = (env) => ({
  ...pick(env, []),
  ...(env.AUTHORITY_AGENT_KEY
    ? { MACHINEID_ORG_KEY: env.AUTHORITY_AGENT_KEY }
    : { MACHINEID_ORG_KEY_FILE: env.AUTHORITY_AGENT_KEY_FILE }),
})
