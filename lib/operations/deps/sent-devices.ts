/**
 * What the running stops of this process have sent, device by device. An undo withdraws what was never sent without a call;
 * a restore waits for the calls of stops over its devices, or it could be overtaken by the stop that it takes back. Nothing
 * of this outlives the process: after a restart every device of an open stop counts as perhaps sent.
 */

export type Sending = {
  /** The devices that may be called. */
  deviceIds: string[]
  /** Those that were withdrawn: they are never called. */
  withdrawn: string[]
  /** The call has ended. `notTaken`: devices that the authority certainly did nothing with. */
  end: (notTaken: readonly string[]) => void
}

/** Devices taken out of a stop. `keep` once that is written down; `giveBack` where it could not be: then they are sent. */
export type Withdrawal = { deviceIds: ReadonlySet<string>; keep: () => void; giveBack: () => void }

export type SentDevices = {
  /** A stop begins to send: none of these devices was sent before. */
  open: (operationId: string, deviceIds: ReadonlySet<string>) => void
  /** Resolves when every withdrawal of the stop is written down or given back; undefined when none is open. */
  settled: (operationId: string) => Promise<unknown> | undefined
  /** Called in the same turn of the event loop in which the call goes out. */
  send: (orgId: string, operationId: string, deviceIds: readonly string[]) => Sending
  /** Takes out of a stop what was never sent of these devices, so that it never is. */
  withdraw: (operationId: string, deviceIds: readonly string[]) => Withdrawal
  wasNeverSent: (operationId: string, deviceId: string) => boolean
  /** Resolves when no call of a stop over one of these devices is under way. */
  callsEnded: (orgId: string, deviceIds: readonly string[]) => Promise<void>
  /** The stop is over. */
  forget: (operationId: string) => void
}

type Call = { orgId: string; deviceIds: readonly string[]; ended: Promise<void> }
type Stop = { unsent: Set<string>; withdrawn: Set<string>; open: Set<Promise<void>> }

export const NO_WITHDRAWAL: Withdrawal = { deviceIds: new Set(), keep: () => {}, giveBack: () => {} }

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

export function createSentDevices(): SentDevices {
  const stops = new Map<string, Stop>()
  const calls = new Set<Call>()

  return {
    open(operationId, deviceIds) {
      if (!stops.has(operationId))
        stops.set(operationId, { unsent: new Set(deviceIds), withdrawn: new Set(), open: new Set() })
    },
    settled(operationId) {
      const open = stops.get(operationId)?.open
      return open && open.size > 0 ? Promise.all(open) : undefined
    },
    send(orgId, operationId, asked) {
      const stop = stops.get(operationId)
      const deviceIds = stop?.withdrawn.size ? asked.filter((id) => !stop.withdrawn.has(id)) : [...asked]
      const withdrawn = stop?.withdrawn.size ? asked.filter((id) => stop.withdrawn.has(id)) : []
      const first = new Set(stop ? deviceIds.filter((id) => stop.unsent.delete(id)) : [])
      const ended = signal()
      const call: Call = { orgId, deviceIds, ended: ended.given }
      calls.add(call)
      return {
        deviceIds,
        withdrawn,
        end(notTaken) {
          for (const id of notTaken) if (first.has(id)) stop?.unsent.add(id)
          calls.delete(call)
          ended.give()
        },
      }
    },
    withdraw(operationId, asked) {
      const stop = stops.get(operationId)
      if (!stop) return NO_WITHDRAWAL
      const deviceIds = new Set(asked.filter((id) => stop.unsent.delete(id)))
      for (const id of deviceIds) stop.withdrawn.add(id)
      const settled = signal()
      stop.open.add(settled.given)
      const settle = () => {
        stop.open.delete(settled.given)
        settled.give()
      }
      return {
        deviceIds,
        keep: settle,
        giveBack() {
          for (const id of deviceIds) {
            stop.withdrawn.delete(id)
            stop.unsent.add(id)
          }
          settle()
        },
      }
    },
    wasNeverSent: (operationId, deviceId) => stops.get(operationId)?.unsent.has(deviceId) === true,
    async callsEnded(orgId, deviceIds) {
      const asked = new Set(deviceIds)
      const overlapping = [...calls].filter(
        (call) => call.orgId === orgId && call.deviceIds.some((id) => asked.has(id)),
      )
      await Promise.all(overlapping.map((call) => call.ended))
    },
    forget: (operationId) => void stops.delete(operationId),
  }
}
