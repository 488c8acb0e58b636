/**
 * Agents that want a stopped device to look as if it had asked: with the keys of others, the enrolment key and keys that have ended,
 * by validates and registers, before the stop and after it. A confirmation is forged if it reads *proven* and the device did not ask.
 */
import type { KeyPolicy } from '@/lib/domain/keys/key-policy'
import { apiOf } from './api'

const VICTIMS = 20
const AT_ONCE = 16

/** A key that is no victim's of now, and what it was. */
type Attack = { name: string; key: string }

export type AttackedOrg = { url: string; orgKey: string; agentKey: string; policy: KeyPolicy }

const call = async ({ url }: AttackedOrg, key: string, path: string, body: object) =>
  (await apiOf(url, key).post(path, body)).body

const victimIds = (policy: KeyPolicy) =>
  Array.from({ length: VICTIMS }, (_, at) => `crewai:prod:${policy}-victim:${at}`)

/** Registers the victims, lets each work under its own key where it can have one, and leaves keys behind that ended on the way. */
async function prepare(org: AttackedOrg): Promise<{ own: Map<string, string>; attacks: Attack[] }> {
  const { orgKey, agentKey, policy } = org
  const own = new Map<string, string>()
  const attacks: Attack[] = [{ name: 'the agent key', key: agentKey }]
  const validate = (key: string, deviceId: string) => call(org, key, 'devices/validate', { deviceId })
  if (policy === 'shared') {
    for (const deviceId of victimIds(policy)) {
      await call(org, agentKey, 'devices/register', { deviceId })
      await validate(agentKey, deviceId)
    }
    return { own, attacks }
  }
  await call(org, orgKey, 'org/device_keys', { policy: 'mixed' })
  const { agentApiKey } = await call(org, orgKey, 'org/agent_keys', { name: 'enrolment', use: 'enrolment' })
  const enrolKey = agentApiKey as string
  attacks.push({ name: 'the enrolment key', key: enrolKey })
  const enrol = async (deviceId: string, by = enrolKey) =>
    (await call(org, by, 'devices/register', { deviceId, newDeviceKey: true })).deviceKey as string
  for (const [at, deviceId] of victimIds(policy).entries()) {
    // Half of a mixed org works under the agent key; every fourth device lost a key by removal, the others by renewal.
    if (policy === 'mixed' && at % 2 === 0) {
      await call(org, agentKey, 'devices/register', { deviceId })
      await validate(agentKey, deviceId)
      continue
    }
    const first = await enrol(deviceId)
    await validate(first, deviceId)
    if (at % 4 === 1) await call(org, orgKey, 'devices/remove', { deviceId })
    const second = await enrol(deviceId, at % 4 === 1 ? enrolKey : first)
    await validate(second, deviceId)
    own.set(deviceId, second)
    attacks.push({ name: at % 4 === 1 ? 'a key from before a removal' : 'an old key', key: first })
  }
  for (let at = 0; at < 5; at += 1) attacks.push({ name: "another device's key", key: await enrol(`stranger:${at}`) })
  await call(org, orgKey, 'org/device_keys', { policy })
  return { own, attacks }
}

/** Ids whose last decision reads proven and is not older than their revoke. */
async function provenStops(org: AttackedOrg): Promise<Set<string>> {
  const { devices } = await apiOf(org.url, org.orgKey)
    .get('devices/list')
    .then(({ body }) => body)
  const isProven = ({ lastDecision, revokedRevision }: (typeof devices)[number]) =>
    revokedRevision !== null && lastDecision?.source === 'proven' && lastDecision.revision >= revokedRevision
  return new Set(devices.filter(isProven).map(({ deviceId }) => deviceId))
}

/**
 * Attacks an org of an authority of its own with so many calls. `forged`: confirmations obtained; `keyed`: victims with a key of their
 * own, of which `provenByOwn` read proven once they have asked with it. `gained`: keys of victims that a register gave away.
 */
export async function attackOrg(
  org: AttackedOrg,
  calls: number,
): Promise<{ forged: number; provenByOwn: number; keyed: number; gained: number }> {
  const { own, attacks } = await prepare(org)
  const victims = victimIds(org.policy)
  // Half of the calls come before the stop: what they gain must be worth nothing after it.
  const gained: Attack[] = []
  let next = 0
  const drive = async (until: number) => {
    while (next < until) {
      const at = next++
      const all = gained.length > 0 && at % 5 === 0 ? gained : attacks
      const { key } = all[at % all.length] as Attack
      const deviceId = victims[(at * 7) % victims.length] as string
      const body = { deviceId, newDeviceKey: at % 2 === 0 }
      const answer = await call(org, key, at % 3 === 0 ? 'devices/register' : 'devices/validate', body)
      if (answer.deviceKey) gained.push({ name: 'a key that a register gave away', key: answer.deviceKey })
    }
  }
  const inParallel = (until: number) => Promise.all(Array.from({ length: AT_ONCE }, () => drive(until)))
  await inParallel(calls / 2)
  await call(org, org.orgKey, 'devices/revoke_batch', { deviceIds: victims })
  await inParallel(calls)
  const forged = await provenStops(org)
  for (const [deviceId, key] of own) await call(org, key, 'devices/validate', { deviceId })
  const all = await provenStops(org)
  if (process.env.BENCH_VERBOSE)
    console.error(org.policy, { attacks: attacks.length, gained: gained.length, calls: next })
  return { forged: forged.size, provenByOwn: all.size - forged.size, keyed: own.size, gained: gained.length }
}
