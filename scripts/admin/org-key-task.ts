/** `npm run admin -- org replace-key`: another org key where the console does not start, because the one that is kept does not open. */
import { record } from '@/lib/audit/audit-log'
import { createKeyVault } from '@/lib/orgs/key-vault'
import { byTerminal } from '@/lib/services/access/by'
import { requireNewKey } from '@/lib/services/orgs/require-new-key'
import { requireOrg } from '@/lib/services/orgs/require-org'
import { putOrgKey } from '@/lib/store/orgs'
import { type AdminTask, need, readKeyFile } from './admin-task'

export const ORG_KEY_USAGE = `  npm run admin -- org replace-key SLUG --key-file FILE`

/** Unlike the page it asks no authority: it works while neither console nor authority runs. */
export const replaceKey: AdminTask = async (store, config, options) => {
  const slug = need(options, 'slug')
  const key = readKeyFile(options)
  const vault = createKeyVault(...config.encryptionKeys)
  const now = Date.now()
  await store.db.transaction().execute(async (tx) => {
    const org = await requireOrg(tx, slug)
    await requireNewKey({ store: { ...store, reads: tx }, vault }, null, { key, butFor: org.id })
    await putOrgKey(tx, org.id, vault.seal(org.id, key), now)
    await record(tx, byTerminal(now).origin(org.id), 'org.key-replaced', { authority: org.base_url })
  })
  return `${slug} has the new key, sealed with key 1 of CONSOLE_ENCRYPTION_KEY. Its authority was not asked. Start the console again: a running one goes on with the key that it has.`
}
