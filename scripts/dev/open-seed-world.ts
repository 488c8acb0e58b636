/** The real parts that a seed is acted out with, in this process: authority, console without its pages, agents, people. */
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { fleetIds } from '@/lib/authority/simulator/device-ids'
import { startFleet } from '@/lib/authority/simulator/start-fleet'
import { startAuthority } from '@/lib/authority/start-authority'
import type { Role } from '@/lib/domain/policy'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { composeConsole } from '@/lib/server/composition'
import { readConfig } from '@/lib/server/config/config'
import type { Context, Deps } from '@/lib/services/context'
import { addPerson, enter } from './seed-people'

/** One that a person could take for another, and one that does not fit the pattern. */
export const NEVER_ASKED = ['crewai:prod:tool-runner:O1', 'legacy-importer']

export type SeedWorld = {
  deps: Deps
  org: OrgRuntime
  agents: number
  /** How many devices the authority takes. */
  cap: number
  /** A person of each role, signed in. */
  as: Record<Role, Context>
  close: () => Promise<void>
}

/**
 * Opens them on the empty data folder that `env` names. Each agent asks every `askEveryMs`: a stop is confirmed no sooner.
 * @throws Error that says which part did not start.
 */
export async function openSeedWorld(
  env: NodeJS.ProcessEnv,
  { agents, askEveryMs }: { agents: number; askEveryMs: number },
): Promise<SeedWorld> {
  const given = readAuthorityConfig(env)
  const authority = await startAuthority(given)
  const app = await composeConsole(readConfig(env))
  const { deps } = app
  const org = deps.orgs.all()[0]
  if (!org) throw new Error('The first start of the console made no org.')
  const key = given.agentKey ?? ''
  for (const deviceId of NEVER_ASKED) await register(authority.url, key, deviceId)
  const fleet = startFleet({
    baseUrl: authority.url,
    key,
    deviceIds: fleetIds(agents),
    intervalMs: askEveryMs,
    respawn: true,
  })
  const close = async () => {
    await fleet.stop()
    await app.close()
    await authority.close()
  }
  try {
    for (const role of ['operator', 'responder', 'viewer'] as const) await addPerson(env, role)
    const as = {
      admin: await enter(deps, 'admin'),
      operator: await enter(deps, 'operator'),
      responder: await enter(deps, 'responder'),
      viewer: await enter(deps, 'viewer'),
    }
    return { deps, org, agents, cap: given.deviceLimit ?? agents, as, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function register(url: string, key: string, deviceId: string): Promise<void> {
  const reply = await fetch(`${url}/api/v1/devices/register`, {
    method: 'POST',
    headers: { 'x-org-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })
  if (!reply.ok) throw new Error(`The authority did not register ${deviceId}: ${reply.status}.`)
}
