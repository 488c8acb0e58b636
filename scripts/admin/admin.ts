/** `npm run admin -- …`: from a terminal what has no page yet. */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { NAME_RULE, readEmail, readName } from '@/lib/domain/people/read-name'
import { ROLES, type Role } from '@/lib/domain/policy'
import { readNewPassword } from '@/lib/domain/sign-in/password'
import { readConfig } from '@/lib/server/config/config'
import { hashPassword, makePassword } from '@/lib/services/access/password'
import { openStore } from '@/lib/store/open/open-store'
import { findOrgBySlug, findOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { endSessionsOf } from '@/lib/store/people/sessions'
import { findUserByEmail, insertUser, normalizeEmail, setPasswordHash } from '@/lib/store/people/users'
import { type AdminOptions, type AdminTask, need, OPTION_NAMES, UsageFault } from './admin-task'
import { migrateStore } from './migrate-store'
import { MIGRATE_USAGE } from './migrate-words'
import { OFFBOARDING_TASKS, OFFBOARDING_USAGE } from './offboarding-tasks'
import { addOrg, ORG_ADD_USAGE } from './org-add-task'
import { ORG_KEY_USAGE, replaceKey } from './org-key-task'
import { ORG_TEXT_USAGE, setTexts } from './org-text-task'

const USAGE = `Usage:
${ORG_ADD_USAGE}
${ORG_TEXT_USAGE}
${ORG_KEY_USAGE}
  npm run admin -- user add --email E-MAIL --org SLUG --role ${ROLES.join('|')} [--name NAME]
  npm run admin -- user password --email E-MAIL
${OFFBOARDING_USAGE}
${MIGRATE_USAGE}
A key is read from a file (- for standard input), never from the command line. A new password is made and shown once;
NEW_PASSWORD in the environment sets a given one.`

const addUser: AdminTask = async (store, _config, options) => {
  const email = readEmail(need(options, 'email'))
  if (email === null) throw new UsageFault(`${need(options, 'email')} is no e-mail address.`)
  const name = options.name === undefined ? email : readName(options.name)
  if (name === null) throw new UsageFault(`--name ${NAME_RULE}.`)
  const role = need(options, 'role') as Role
  if (!ROLES.includes(role)) throw new UsageFault(`--role is one of ${ROLES.join(', ')}.`)
  const org = await findOrgBySlug(store.db, need(options, 'org'))
  if (!org || !(await findOrgKey(store.db, org.id))) throw new UsageFault(`There is no org "${options.org}".`)
  const known = await findUserByEmail(store.db, email)
  const password = newPassword()
  const id = known?.id ?? randomUUID()
  const hash = known ? '' : await hashPassword(password.text)
  const now = Date.now()
  await store.db.transaction().execute(async (tx) => {
    if (!known) {
      await insertUser(tx, {
        id,
        email,
        name,
        password_hash: hash,
        created_at: now,
        disabled_at: null,
      })
      await record(tx, consoleOrigin(null, now), 'user.created', { email })
    }
    await setRole(tx, org.id, id, role)
    await record(tx, consoleOrigin(org.id, now), 'user.role', { email, role })
  })
  return `${email} is ${role} of ${org.slug}.${known ? '' : shown(password)}`
}

const setPassword: AdminTask = async (store, _config, options) => {
  const email = normalizeEmail(need(options, 'email'))
  const user = await findUserByEmail(store.db, email)
  if (!user) throw new UsageFault(`There is no user ${email}.`)
  const password = newPassword()
  const hash = await hashPassword(password.text)
  const now = Date.now()
  await store.db.transaction().execute(async (tx) => {
    await setPasswordHash(tx, user.id, hash)
    await endSessionsOf(tx, user.id, now)
    await record(tx, consoleOrigin(null, now), 'user.password', { email })
  })
  return `${email} has a new password and is signed out everywhere.${shown(password)}`
}

type Password = { text: string; given: boolean }

function newPassword(): Password {
  const given = process.env.NEW_PASSWORD
  if (given === undefined) return { text: makePassword(), given: false }
  const read = readNewPassword(given)
  if ('fault' in read) throw new UsageFault(`NEW_PASSWORD ${read.fault}.`)
  return { text: read.password, given: true }
}

const shown = ({ text, given }: Password) => (given ? '' : ` Password (shown this once): ${text}`)

const TASKS: Record<string, AdminTask> = {
  'org add': addOrg,
  'org set': setTexts,
  'org replace-key': replaceKey,
  'user add': addUser,
  'user password': setPassword,
  ...OFFBOARDING_TASKS,
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: Object.fromEntries([
      ...OPTION_NAMES.map((name) => [name, { type: 'string' as const }]),
      ['unchecked', { type: 'boolean' as const }],
      ['start-over', { type: 'boolean' as const }],
    ]),
  }) as { values: AdminOptions; positionals: string[] }
  const [what, verb, slug, ...more] = positionals
  if (what === 'migrate-store') return moveToPostgres(values, positionals)
  const task = TASKS[`${what} ${verb}`]
  // Only an org may be named without an option.
  if (!task || more.length > 0 || (slug !== undefined && what !== 'org')) throw new UsageFault(USAGE)
  if (values['start-over']) throw new UsageFault('--start-over is for migrate-store alone. Nothing was changed.')
  if (values.unchecked && task !== addOrg)
    throw new UsageFault('--unchecked is for org add alone. Nothing was changed.')
  if (slug !== undefined && values.slug !== undefined) throw new UsageFault('Name the org once.')
  if (slug !== undefined) values.slug = slug
  const config = readConfig(process.env)
  const store = await openStore(config.database)
  try {
    console.log(await task(store, config, values))
  } finally {
    await store.close()
  }
}

async function moveToPostgres(options: AdminOptions, words: readonly string[]): Promise<void> {
  const { 'start-over': startOver = false, ...others } = options
  if (words.length > 1 || Object.keys(others).length > 0) throw new UsageFault(USAGE)
  console.log(await migrateStore(readConfig(process.env), startOver, (line) => console.log(line)))
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
