import type { ListenOptions } from '@/lib/authority/start-authority'
import type { KeyPolicy } from '@/lib/domain/keys/key-policy'
import { type Api, apiOf } from './api'
import { type TestAuthority, testAuthority } from './test-authority'

/** `deviceOf` registers an id under the enrolment key and calls with the device key that this gave. */
export type KeyedOrg = TestAuthority & { enrol: Api; enrolmentId: string; deviceOf: (deviceId: string) => Promise<Api> }

/** A real authority whose bootstrap org gives devices keys of their own, with an enrolment key. */
export async function keyedOrg(policy: Exclude<KeyPolicy, 'shared'>, options: Partial<ListenOptions> = {}) {
  const authority = await testAuthority(options)
  const { org, url } = authority
  await org.post('org/device_keys', { policy })
  const { body } = await org.post('org/agent_keys', { name: 'enrolment', use: 'enrolment' })
  const enrol = apiOf(url, body.agentApiKey as string)
  const deviceOf = async (deviceId: string) =>
    apiOf(url, (await enrol.post('devices/register', { deviceId })).body.deviceKey as string)
  return { ...authority, enrol, enrolmentId: body.key.id, deviceOf } satisfies KeyedOrg
}
