/**
 * `npm run keys:rotate`: seals all org keys with the first key of `CONSOLE_ENCRYPTION_KEY`, also while the console runs. It may be
 * ended at any moment and run again. Exit code 0: no org key is left under another key.
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createKeyVault, type KeyVault } from '@/lib/orgs/key-vault'
import { type RingState, requireKeysFor, ringState } from '@/lib/orgs/ring-state'
import { readConfig } from '@/lib/server/config/config'
import { resealOrgKeys } from '@/lib/services/org-admin/reseal-org-keys'
import { openStore } from '@/lib/store/open/open-store'
import { nameOfStore, type StoreLocation } from '@/lib/store/open/store-location'
import { moveLog, overwriteErased } from '@/lib/store/org-keys/erase-old-seals'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { describeRing, progressLine, stoppedSentence, verdictOf } from './keys-words'

const USAGE = `npm run keys:rotate -- [--check]

  Seals all org keys with the first key of CONSOLE_ENCRYPTION_KEY. The console may run meanwhile; a run that was ended goes on with
  the next one. README, "The encryption key", has all steps.

  --check  changes nothing, and says how many org keys each key opens

It exits with 0 if every org key is sealed with the first key, else with 1.`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) return console.log(USAGE)
  const { database, encryptionKeys } = readConfig(process.env)
  if (typeof database === 'string' && !existsSync(database))
    throw new Error(`There is no database ${database}. Nothing was changed. Set DATA_DIR to the folder of the console.`)
  const vault = createKeyVault(...encryptionKeys)
  const look = async () => ringState(vault, await readSealedOrgKeys(database))
  requireKeysFor(vault, await readSealedOrgKeys(database), nameOfStore(database))
  const before = await look()
  console.log(describeRing(vault.keyIds, before))
  if (!values.check && before.older.size > 0) await reseal(database, vault, look)
  const after = await look()
  const { isDone, sentences } = verdictOf(vault.keyIds, after)
  for (const sentence of sentences) console.log(sentence)
  process.exitCode = isDone ? 0 : 1
}

async function reseal(database: StoreLocation, vault: KeyVault, look: () => Promise<RingState>): Promise<void> {
  // On a full disk it says how far it came, and that nothing is lost.
  const store = await openStore(database, { mayBeFull: true })
  let done = 0
  const onProgress = (at: number, of: number) => {
    done = at
    const line = progressLine(at, of)
    if (line) console.log(line)
  }
  try {
    await overwriteErased(store.db)
    await resealOrgKeys({ db: store.db, vault, now: Date.now, onProgress })
    await moveLog(store.db)
  } catch (error) {
    throw new Error(stoppedSentence(error, done, await look()), { cause: error })
  } finally {
    await store.close()
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
