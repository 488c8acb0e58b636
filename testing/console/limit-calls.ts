import type { CallOptions, MachineIdClient } from '@/lib/machineid/client'
import { createSnapshotReader } from '@/lib/machineid/snapshot/snapshot-reader'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

/**
 * Stops and readings of this org give up after `limitMs()`, so that a test of what follows does not wait out the deadlines of the
 * product, which `transport.test.ts` looks at. Where it is undefined, those hold.
 */
export function limitCalls(org: OrgRuntime, limitMs: () => number | undefined): void {
  const { client } = org.connection
  const within = (options?: CallOptions): CallOptions => ({ ...options, timeoutMs: limitMs() ?? options?.timeoutMs })
  const limited: MachineIdClient = {
    ...client,
    revoke: (deviceId, options) => client.revoke(deviceId, within(options)),
    revokeBatch: (deviceIds, options) => client.revokeBatch(deviceIds, within(options)),
    readDevices: (input, newSink, options) => client.readDevices(input, newSink, within(options)),
    usage: (options) => client.usage(within(options)),
    orgStatus: (options) => client.orgStatus(within(options)),
  }
  org.connection = { client: limited, snapshots: createSnapshotReader(limited) }
}
