/** `npm run admin -- user disable | enable | remove | role`, `session list | end`: who has access, and no longer. */
import { ROLES, type Role } from '@/lib/domain/policy'
import { byTerminal } from '@/lib/services/access/by'
import {
  changeDeploymentAdmin,
  changeRole,
  disableUser,
  enableUser,
  endAllSessions,
  endSessionById,
  openSessions,
  removeMember,
  removeUser,
} from '@/lib/services/access/offboarding'
import { removeOrg } from '@/lib/services/org-admin/remove-org'
import { type AdminTask, need, UsageFault } from './admin-task'

export const OFFBOARDING_USAGE = `  npm run admin -- org remove --slug SLUG
  npm run admin -- user disable|enable --email E-MAIL
  npm run admin -- user remove --email E-MAIL [--org SLUG]
  npm run admin -- user role --email E-MAIL --org SLUG --role ${ROLES.join('|')}
  npm run admin -- deployment add-admin|remove-admin --email E-MAIL
  npm run admin -- session list [--email E-MAIL]
  npm run admin -- session end --id ID | --email E-MAIL`

const disable: AdminTask = async ({ db }, _config, options) => {
  const email = need(options, 'email')
  await disableUser(db, { email }, byTerminal(Date.now()))
  return `${email} is disabled and signed out everywhere.`
}

const enable: AdminTask = async ({ db }, _config, options) => {
  const email = need(options, 'email')
  await enableUser(db, { email }, byTerminal(Date.now()))
  return `${email} can sign in again. Sessions of before stay ended.`
}

const remove: AdminTask = async ({ db }, _config, options) => {
  const email = need(options, 'email')
  const by = byTerminal(Date.now())
  if (options.org) await removeMember(db, { email }, options.org, by, { isLast: 'keep' })
  else await removeUser(db, { email }, by)
  return options.org
    ? `${email} has no role in ${options.org} any more.`
    : `${email} is removed and signed out everywhere. What ${email} did stays in the record.`
}

const role: AdminTask = async ({ db }, _config, options) => {
  const [email, org, wanted] = [need(options, 'email'), need(options, 'org'), need(options, 'role') as Role]
  if (!ROLES.includes(wanted)) throw new UsageFault(`--role is one of ${ROLES.join(', ')}.`)
  await changeRole(db, { email }, org, wanted, byTerminal(Date.now()))
  return `${email} is ${wanted} of ${org}.`
}

const list: AdminTask = async ({ db }, _config, { email }) => {
  const sessions = await openSessions(db, email === undefined ? undefined : { email }, Date.now())
  if (sessions.length === 0) return 'No session is open.'
  const at = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
  return sessions
    .map((session) =>
      [
        session.id,
        session.email,
        `signed in ${at(session.createdAt)}`,
        `last seen ${at(session.lastSeenAt)} UTC`,
        `from ${session.address ?? 'an unknown address'}`,
      ].join('  '),
    )
    .join('\n')
}

const end: AdminTask = async ({ db }, _config, options) => {
  if (Boolean(options.id) === Boolean(options.email)) throw new UsageFault('Give either --id or --email.')
  const by = byTerminal(Date.now())
  const ended = options.id
    ? await endSessionById(db, options.id, by)
    : await endAllSessions(db, { email: need(options, 'email') }, by)
  return ended === 1 ? '1 session is ended.' : `${ended} sessions are ended.`
}

const removeOne: AdminTask = async ({ db }, _config, options) => {
  const slug = need(options, 'slug')
  await removeOrg(db, slug, byTerminal(Date.now()))
  return `${slug} is removed: its key and all roles in it are gone, its record stays. What is stopped at its authority stays stopped there.`
}

const deploymentAdmin =
  (after: boolean): AdminTask =>
  async ({ db }, _config, options) => {
    const email = need(options, 'email')
    await changeDeploymentAdmin(db, email, after, Date.now())
    return after
      ? `${email} may add orgs and looks after every account from the next click on.`
      : `${email} administers the deployment no longer. Roles in orgs stay as they are.`
  }

export const OFFBOARDING_TASKS: Record<string, AdminTask> = {
  'org remove': removeOne,
  'user disable': disable,
  'user enable': enable,
  'user remove': remove,
  'user role': role,
  'deployment add-admin': deploymentAdmin(true),
  'deployment remove-admin': deploymentAdmin(false),
  'session list': list,
  'session end': end,
}
