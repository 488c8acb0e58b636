import type { MachineIdClient } from '@/lib/machineid/client'

/** An id to look up where only the right to look counts. */
const NO_DEVICE = 'console-key-check'

/**
 * Asks the authority something harmless that needs an org key. @throws UpstreamError with its answer: a key that it rejects, no
 * answer, or an answer that is none of an authority.
 */
export async function tryOrgKey(client: Pick<MachineIdClient, 'usage' | 'listDevices'>): Promise<void> {
  await client.usage()
  // An agent key reads usage too, and could stop nothing: the list of devices is the org key's.
  await client.listDevices({ deviceIds: [NO_DEVICE] })
}
