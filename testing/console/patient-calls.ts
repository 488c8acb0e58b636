import type { MachineIdClient } from '@/lib/machineid/client'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

const PATIENT_MS = 60_000

/** Calls that a test holds at a gate are answered when it says so, and do not time out before on a busy machine. */
export function waitForAnswers(org: OrgRuntime): void {
  const { client } = org.connection
  const patient: MachineIdClient = {
    ...client,
    revoke: (deviceId) => client.revoke(deviceId, { timeoutMs: PATIENT_MS }),
    unrevoke: (deviceId) => client.unrevoke(deviceId, { timeoutMs: PATIENT_MS }),
    orgDisable: (reason) => client.orgDisable(reason, { timeoutMs: PATIENT_MS }),
    orgEnable: (reason) => client.orgEnable(reason, { timeoutMs: PATIENT_MS }),
  }
  org.connection = { ...org.connection, client: patient }
}
