import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { FleetEvent } from './agent'
import { fleetIds } from './device-ids'
import type { FleetArguments } from './options'

type Supervised = { deviceId: string; state: string; child: ChildProcess | null; timer: NodeJS.Timeout | null }

/**
 * Runs each agent as an operating-system process of its own, as a supervisor would: with `--respawn` an agent that ended is
 * started again after its interval, again and again. The key goes by environment, never by argument.
 */
export function startProcessFleet(options: FleetArguments, tell: (event: FleetEvent) => void, idle: () => void) {
  const { baseUrl, interval, timeoutMs, key, respawn, ignoreDenials } = options
  const args = ['--json', '--base-url', baseUrl, '--interval', interval, '--timeout', `${timeoutMs}ms`]
  if (ignoreDenials) args.push('--ignore-denials')
  if (options.firstWithinMs !== undefined) args.push('--first-within', `${options.firstWithinMs}ms`)
  let stopping = false

  const hear = (agent: Supervised, line: string) => {
    const event = JSON.parse(line) as FleetEvent
    const before = agent.state
    agent.state = event.event === 'started' ? 'working' : event.event
    // A process that was started again only to be denied again is no news.
    if (before === 'ended' && agent.state === 'ended') return
    tell(event.event === 'started' && before === 'ended' ? { ...event, again: true } : event)
  }

  const launch = (agent: Supervised) => {
    const child = spawn(process.execPath, [process.argv[1] as string, ...args, '--device-id', agent.deviceId], {
      env: { ...process.env, MACHINEID_ORG_KEY: key },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    agent.child = child
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{"at"')) hear(agent, line)
    })
    child.on('close', () => {
      agent.child = null
      if (stopping) return
      if (respawn) agent.timer = setTimeout(() => launch(agent), options.intervalMs(agent.deviceId))
      else if (agents.every((other) => other.child === null)) idle()
    })
  }

  const agents = fleetIds(options.count).map(
    (deviceId): Supervised => ({ deviceId, state: 'starting', child: null, timer: null }),
  )
  for (const agent of agents) launch(agent)
  return {
    agents,
    stop: async () => {
      stopping = true
      const running = agents.filter((agent) => agent.child !== null)
      const ended = running.map((agent) => new Promise((resolve) => agent.child?.once('close', resolve)))
      for (const agent of agents) {
        if (agent.timer) clearTimeout(agent.timer)
        if (agent.child && agent.state !== 'ended') agent.state = 'stopped'
        agent.child?.kill('SIGTERM')
      }
      await Promise.all(ended)
    },
  }
}
