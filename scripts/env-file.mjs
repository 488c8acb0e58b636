/** `.env.local`: secrets made once, readable by their owner alone. What the environment already sets wins. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'

const FILE = '.env.local'

/** Name → value of the file; empty where there is none. */
export function readEnvFile() {
  if (!existsSync(FILE)) return {}
  const lines = readFileSync(FILE, 'utf8').split('\n')
  return Object.fromEntries(
    lines.flatMap((line) => {
      const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim())
      return match ? [[match[1], match[2].replace(/^"(.*)"$/, '$1')]] : []
    }),
  )
}

const token = (bytes) => randomBytes(bytes).toString('base64url')

/** How each secret is made. */
const WANTED = {
  AUTH_SECRET: () => token(32),
  CONSOLE_ENCRYPTION_KEY: () => token(32),
  AUTHORITY_ORG_KEY: () => `org_${token(24)}`,
  AUTHORITY_AGENT_KEY: () => `org_agent_${token(24)}`,
}

/** Adds the secrets that are missing; returns the whole. */
export function ensureSecrets() {
  const known = readEnvFile()
  const missing = Object.keys(WANTED).filter(
    (name) => !known[name] && !process.env[name] && !process.env[`${name}_FILE`],
  )
  if (missing.length) {
    const added = missing.map((name) => `${name}=${WANTED[name]()}\n`).join('')
    const before = existsSync(FILE)
      ? readFileSync(FILE, 'utf8').replace(/\n?$/, '\n')
      : '# Secrets of this console. Keep a copy of CONSOLE_ENCRYPTION_KEY: without it the stored org keys do not open.\n'
    writeFileSync(FILE, before + added, { mode: 0o600 })
  }
  if (existsSync(FILE)) chmodSync(FILE, 0o600)
  return readEnvFile()
}
