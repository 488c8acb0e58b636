/** `.env.local`: secrets made once, readable by their owner alone. What the environment already sets wins. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONSOLE_DATABASE, DEFAULTS } from '../../lib/domain/defaults.mjs'
import { isLoopbackUrl } from '../../lib/domain/url-of.mjs'
import { EnvFileError, parseEnvFile } from './parse-env-file.mjs'

const FILE = '.env.local'

/**
 * Name → value of the file; empty where there is none.
 * @throws {EnvFileError} that names each line whose meaning is not the same to every program
 */
export function readEnvFile() {
  if (!existsSync(FILE)) return {}
  let content
  try {
    content = readFileSync(FILE)
  } catch (error) {
    throw new EnvFileError(`${FILE} cannot be read (${error.code}).`)
  }
  return parseEnvFile(content, FILE)
}

/** Puts the file's values into this process's environment, where it does not set them (to nothing counts as set). */
export function loadEnvFile() {
  for (const [name, value] of Object.entries(readEnvFile())) process.env[name] ??= value
}

const token = (bytes) => randomBytes(bytes).toString('base64url')

/** How each secret is made. */
const WANTED = {
  AUTH_SECRET: () => token(32),
  CONSOLE_ENCRYPTION_KEY: () => token(32),
  AUTHORITY_ORG_KEY: () => `org_${token(24)}`,
  AUTHORITY_AGENT_KEY: () => `org_agent_${token(24)}`,
  // Begins as the others do, so that what removes keys from logs knows it.
  AUTHORITY_ADMIN_KEY: () => `org_admin_${token(32)}`,
}

/** Asked for only where others reach the console: on this machine alone, its programs may read the metrics without one. */
const WITH_PUBLIC_URL = { METRICS_TOKEN: () => token(24) }

/**
 * A new key opens nothing that an older one sealed. Whether the database holds such keys cannot be looked at here, where no package
 * may be installed yet: that there is one is enough, because the key was made before it.
 * @throws {EnvFileError}
 */
function refuseOverDatabase(known) {
  const database = join(process.env.DATA_DIR || known.DATA_DIR || DEFAULTS.DATA_DIR, CONSOLE_DATABASE)
  if (!existsSync(database)) return
  throw new EnvFileError(
    `CONSOLE_ENCRYPTION_KEY is missing, and ${database} is there: its org keys were sealed with the key that is missing, and a new one would not open them. Nothing was made. Put the ${FILE} of this console back, or set CONSOLE_ENCRYPTION_KEY. If the key is lost, README, "The encryption key", says how to go on.`,
  )
}

/** Adds the secrets that are missing; returns the whole. @throws {EnvFileError} */
export function ensureSecrets() {
  const known = readEnvFile()
  const publicUrl = process.env.PUBLIC_URL ?? known.PUBLIC_URL
  const wanted = publicUrl && !isLoopbackUrl(publicUrl) ? { ...WANTED, ...WITH_PUBLIC_URL } : WANTED
  const missing = Object.keys(wanted).filter(
    (name) => !known[name] && !known[`${name}_FILE`] && !process.env[name] && !process.env[`${name}_FILE`],
  )
  if (missing.includes('CONSOLE_ENCRYPTION_KEY')) refuseOverDatabase(known)
  const empty = missing.find((name) => name in known)
  if (empty) throw new EnvFileError(`${FILE} sets ${empty} to nothing. Remove that line, and a value is made.`)
  try {
    if (missing.length) {
      const added = missing.map((name) => `${name}=${wanted[name]()}\n`).join('')
      const before = existsSync(FILE)
        ? readFileSync(FILE, 'utf8').replace(/\n?$/, '\n')
        : '# Secrets of this console. Keep a copy of CONSOLE_ENCRYPTION_KEY: without it the stored org keys do not open.\n'
      writeFileSync(FILE, before + added, { mode: 0o600 })
    }
    if (existsSync(FILE)) chmodSync(FILE, 0o600)
  } catch (error) {
    throw new EnvFileError(`${FILE} cannot be written (${error.code}). The secrets of the console are kept there.`)
  }
  return readEnvFile()
}
