import type { FleetEvent } from './agent'

const after = (ms: number | null) => (ms === null ? 'never allowed' : `${ms} ms after its last allowed validate`)

/** One line for what happened to an agent, for people. */
export function eventLine(event: FleetEvent): string {
  const { deviceId } = event
  switch (event.event) {
    case 'started':
      return `${deviceId} ${event.again ? 'is allowed again, working' : 'started, working'}`
    case 'held':
      return `${deviceId} holds, no work: ${event.message}`
    case 'denied':
      return `${deviceId} denied, goes on asking: ${event.code} request ${event.requestId}, ${after(event.afterMs)}`
    case 'ended':
      return `${deviceId} ended: ${event.code} request ${event.requestId}, ${after(event.afterMs)}`
  }
}

/** The same as one line of JSON, with the time of the report. */
export const eventJson = (event: FleetEvent): string => JSON.stringify({ at: new Date().toISOString(), ...event })

/** Counts of agents by state, as a closing sentence. */
export function summaryLine(states: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1)
  const parts = [...counts].map(([state, count]) => `${count} ${state}`).sort()
  return `${states.length} agents: ${parts.join(', ')}`
}
