/** The first start: imports the org of the environment, and makes one admin. Later starts leave both as they are. */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import type { Clock } from '@/lib/concurrency/clock'
import type { KeyVault } from '@/lib/orgs/key-vault'
import { authorityOf } from '@/lib/orgs/org-runtime'
import { hashPassword } from '@/lib/services/access/password'
import { insertOrg, listOrgs, putOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { countUsers, insertUser, normalizeEmail } from '@/lib/store/people/users'
import type { Store } from '@/lib/store/rows/db'
import type { Config } from './config/config'

type Parts = { config: Config; store: Store; vault: KeyVault; clock: Clock; log: Logger }

export async function bootstrap({ config, store, vault, clock, log }: Parts): Promise<void> {
  const now = clock.now()
  const { db } = store
  let made = false
  await db.transaction().execute(async (tx) => {
    const orgs = await listOrgs(tx)
    if (orgs.length === 0 && config.orgKey) {
      const id = randomUUID()
      const { name } = authorityOf(config.baseUrl, config.embeddedUrl)
      await insertOrg(tx, {
        id,
        slug: config.orgName,
        name: config.orgName,
        base_url: config.baseUrl,
        id_pattern: config.idPattern,
        paths: JSON.stringify(config.paths),
        created_at: now,
      })
      await putOrgKey(tx, id, vault.seal(id, config.orgKey), now)
      await record(tx, consoleOrigin(id, now), 'org.created', { authority: name })
    }
    if ((await countUsers(tx)) > 0 || !config.adminEmail || !config.adminPassword) return
    const userId = randomUUID()
    const email = normalizeEmail(config.adminEmail)
    await insertUser(tx, {
      id: userId,
      email,
      name: email,
      password_hash: await hashPassword(config.adminPassword.reveal()),
      created_at: now,
      disabled_at: null,
      deployment_admin_since: now,
    })
    for (const org of await listOrgs(tx)) await setRole(tx, org.id, userId, 'admin')
    await record(tx, consoleOrigin(null, now), 'user.created', { email })
    made = true
  })
  // `npm run up` shows the password it made when it reads this line, and only then: no log level may hold it back.
  if (made) process.stdout.write(`${JSON.stringify({ app: 'console', event: 'first-admin-made' })}\n`)
  if ((await listOrgs(db)).length === 0) log.warn('no org yet: set MACHINEID_ORG_KEY, or use npm run admin -- org add')
}
