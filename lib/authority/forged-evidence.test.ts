/** No agent makes another one look as if it had asked; and the attack finds an authority that any key opens a device of. */
import { expect, it, onTestFinished } from 'vitest'
import { KEY_POLICIES } from '@/lib/domain/keys/key-policy'
import { attackOrg } from '@/testing/authority/forged-evidence'
import { startBrokenTwin } from '@/testing/authority/mutants'
import { testAuthority } from '@/testing/authority/test-authority'
import { AGENT_KEY, ORG_KEY } from '@/testing/authority/test-keys'

const CALLS = 400
const keys = { orgKey: ORG_KEY, agentKey: AGENT_KEY }

it.each(KEY_POLICIES)('in an org that is %s a proven confirmation is the own of its device', async (policy) => {
  const { url } = await testAuthority()
  const { forged, provenByOwn, keyed, gained } = await attackOrg({ url, ...keys, policy }, CALLS)
  expect([forged, gained, provenByOwn]).toEqual([0, 0, keyed])
  expect(keyed > 0).toBe(policy !== 'shared')
})

it('finds an authority that any key opens a device of', async () => {
  const { url } = await testAuthority()
  const twin = await startBrokenTwin(url, 'any key for a device')
  onTestFinished(twin.close)
  expect((await attackOrg({ url: twin.url, ...keys, policy: 'per-device' }, CALLS)).forged).toBeGreaterThan(0)
})
