/** The people of the seed: added as from a terminal, signed in as from a browser. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Role } from '@/lib/domain/policy'
import { loadActor } from '@/lib/services/access/load-actor'
import { signIn } from '@/lib/services/access/sign-in'
import type { Context, Deps } from '@/lib/services/context'
import { DEV_PASSWORD, DEV_PEOPLE } from './dev-settings.mjs'

/** Runs `npm run admin -- user add` with the environment of the console. */
export async function addPerson(env: NodeJS.ProcessEnv, role: 'operator' | 'responder' | 'viewer'): Promise<void> {
  const { email, name } = DEV_PEOPLE[role]
  const args = ['user', 'add', '--email', email, '--name', name, '--org', 'main', '--role', role]
  await promisify(execFile)(process.execPath, [resolve('dist/admin.mjs'), ...args], {
    env: { ...env, NEW_PASSWORD: DEV_PASSWORD },
  })
}

/** Signs a person in. @throws Error when the sign-in is refused. */
export async function enter(deps: Deps, role: Role): Promise<Context> {
  const { email } = DEV_PEOPLE[role]
  const session = await signIn(deps, { email, password: DEV_PASSWORD, address: '127.0.0.1', browsers: [] })
  const actor = session && (await loadActor(deps, session.sessionId))
  if (!actor) throw new Error(`${email} could not sign in.`)
  return { deps, actor, requestId: randomUUID(), address: '127.0.0.1', orgSlug: 'main' }
}
