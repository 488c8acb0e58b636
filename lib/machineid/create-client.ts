import { createAgentAccessCalls } from './agent-access-calls'
import { createBatchCalls } from './batch-calls'
import { probeCapabilities } from './capabilities'
import type { MachineIdClient } from './client'
import { createDeviceCalls } from './device-calls'
import { createDeviceKeyCalls } from './device-key-calls'
import { createCaller } from './endpoint'
import { createKeyRotationCalls } from './key-rotation-calls'
import { listDevices, readDevices } from './list-devices'
import { createOrgCalls, ORG_PATHS, type OrgPaths } from './org-calls'
import { createTransport, type TransportOptions } from './transport'

/** `paths`: where this authority has the calls that are not on MachineID's public record. */
export type ClientOptions = TransportOptions & { paths?: Partial<OrgPaths> }

/**
 * The client of one org at one authority. Throws TypeError on a base URL that is not http(s); sends nothing by itself.
 * Dispatchers that are given are not closed with it.
 */
export function createMachineIdClient(options: ClientOptions): MachineIdClient {
  const transport = createTransport(options)
  const caller = createCaller(transport, options.orgKey)
  const overrides = Object.fromEntries(Object.entries(options.paths ?? {}).filter(([, path]) => path))
  const paths = { ...ORG_PATHS, ...overrides }
  const orgCalls = createOrgCalls(caller, paths)
  return {
    authority: transport.authority,
    ...createDeviceCalls(caller),
    ...createBatchCalls(caller),
    ...orgCalls,
    ...createAgentAccessCalls(caller),
    ...createKeyRotationCalls(caller, paths.rotateKey),
    ...createDeviceKeyCalls(caller),
    listDevices: (input, callOptions) => listDevices(caller, input, callOptions),
    readDevices: (input, newSink, callOptions) => readDevices(caller, input, newSink, callOptions),
    capabilities: (callOptions) => probeCapabilities(caller, orgCalls.orgStatus, callOptions),
    drain: transport.drain,
    close: transport.close,
  }
}
