/**
 * `node scripts/run.mjs NAME [arguments…]`: starts a bundled program in this very process (so signals reach it),
 * bundling first when the bundle was made of other sources.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DEFAULTS } from '../lib/domain/defaults.mjs'
import { ownUrlOf } from '../lib/domain/url-of.mjs'
import { areProgramsStale } from './build/stale.mjs'
import { nodeFault } from './start/check-node.mjs'
import { loadEnvFile, readEnvFile } from './start/env-file.mjs'

const refuse = (sentence) => {
  console.error(sentence)
  process.exit(1)
}

/**
 * Agents know the agent key and the address of the authority and nothing else: the org key could lift a stop, the admin key could
 * make orgs.
 */
function loadFleetEnvironment() {
  for (const name of ['AUTHORITY_ORG_KEY', 'AUTHORITY_ADMIN_KEY'])
    for (const each of [name, `${name}_FILE`]) delete process.env[each]
  const known = { ...readEnvFile(), ...process.env }
  if (known.MACHINEID_BASE_URL && known.MACHINEID_BASE_URL !== 'embedded') return
  process.env.MACHINEID_BASE_URL = ownUrlOf(
    known.AUTHORITY_HOST || DEFAULTS.AUTHORITY_HOST,
    known.AUTHORITY_PORT || DEFAULTS.AUTHORITY_PORT,
  )
  if (process.env.MACHINEID_ORG_KEY || process.env.MACHINEID_ORG_KEY_FILE) return
  if (known.AUTHORITY_AGENT_KEY) process.env.MACHINEID_ORG_KEY = known.AUTHORITY_AGENT_KEY
  else if (known.AUTHORITY_AGENT_KEY_FILE) process.env.MACHINEID_ORG_KEY_FILE = known.AUTHORITY_AGENT_KEY_FILE
}

/** What each program reads of `.env.local`; the others read nothing of it. */
const ENVIRONMENT = {
  authority: loadEnvFile,
  admin: loadEnvFile,
  'keys-rotate': loadEnvFile,
  fleet: loadFleetEnvironment,
}

const [name] = process.argv.splice(2, 1)
const tooOld = nodeFault()
if (tooOld) refuse(tooOld)
try {
  ENVIRONMENT[name]?.()
} catch (error) {
  refuse(error.message)
}
const target = resolve('dist', `${name}.mjs`)
if (areProgramsStale()) {
  const { bundle } = await import('./bundle.mjs')
  await bundle()
}
if (!existsSync(target)) refuse(`There is no program called ${name}; scripts/bundle.mjs lists them all.`)
process.argv[1] = target
await import(pathToFileURL(target).href)
