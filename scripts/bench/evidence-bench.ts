/** Evidence that is a device's own: ten thousand calls by others in orgs of each policy of keys, against the real authority. */
import { join } from 'node:path'
import { KEY_POLICIES } from '@/lib/domain/keys/key-policy'
import { attackOrg } from '@/testing/authority/forged-evidence'
import type { Figure } from './authority-bench'
import { AGENT_KEY, freePort, ORG_KEY, withStage } from './stage'

const CALLS = 10_000

/** `evidence.forged`. It fails as well if a device that asks under its own key does not read proven: then it measured nothing. */
export async function evidenceForged(): Promise<Figure> {
  const results = await withStage(async (stage) => {
    const found = []
    for (const policy of KEY_POLICIES) {
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      const program = await stage.authority(port, 1_000, join(stage.folder, policy))
      found.push(
        await attackOrg({ url, orgKey: ORG_KEY, agentKey: AGENT_KEY, policy }, Math.ceil(CALLS / KEY_POLICIES.length)),
      )
      await program.stop()
    }
    return found
  })
  const value = results.reduce((sum, { forged }) => sum + forged, 0)
  const measured = results.every(({ provenByOwn, keyed, forged }) => provenByOwn + forged >= keyed)
  return { name: 'evidence.forged', value, unit: 'confirmations', limit: 0, ok: value === 0 && measured }
}
