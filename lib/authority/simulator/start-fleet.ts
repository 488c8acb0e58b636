import { EventEmitter } from 'node:events'
import { Agent, type FleetEvent } from './agent'
import { fleetIds } from './device-ids'
import { createTransport } from './transport'

/**
 * `count` or `deviceIds`: which devices; `intervalMs` how often each validates, for all or by device id; `firstWithinMs` how soon the
 * first time, where waiting a whole interval for it is too long.
 */
export type FleetOptions = {
  baseUrl: string
  key: string
  count?: number
  deviceIds?: readonly string[]
  intervalMs?: number | ((deviceId: string) => number)
  firstWithinMs?: number
  timeoutMs?: number
  respawn?: boolean
  ignoreDenials?: boolean
}

export type FleetEvents = { event: [FleetEvent]; idle: [] }

export type Fleet = {
  agents: readonly Agent[]
  /** `event` for whatever happens to an agent, `idle` once every agent has ended for good. */
  on: EventEmitter<FleetEvents>['on']
  /** Ends every agent and closes the connections. */
  stop: () => Promise<void>
}

/** Starts agents in this process, each on its own, sharing only connections. */
export function startFleet(options: FleetOptions): Fleet {
  const events = new EventEmitter<FleetEvents>()
  const transport = createTransport(options.baseUrl, options.key, options.timeoutMs ?? 2000)
  const intervalMs = options.intervalMs ?? 2000
  const { respawn = false, ignoreDenials = false } = options
  let ended = 0
  const tell = (event: FleetEvent) => {
    events.emit('event', event)
    if (event.event !== 'ended' || respawn) return
    ended += 1
    if (ended === agents.length) events.emit('idle')
  }
  const agents = (options.deviceIds ?? fleetIds(options.count ?? 25)).map(
    (deviceId) =>
      new Agent({
        deviceId,
        intervalMs: typeof intervalMs === 'number' ? intervalMs : intervalMs(deviceId),
        firstWithinMs: options.firstWithinMs,
        transport,
        respawn,
        ignoreDenials,
        tell,
      }),
  )
  for (const agent of agents) agent.start()
  return {
    agents,
    on: events.on.bind(events),
    stop: async () => {
      for (const agent of agents) agent.stop()
      await transport.close()
    },
  }
}
