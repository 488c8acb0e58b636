/** `npm run fleet`: a fleet of agents that obey the authority. Exit code 2: it was started with wrong options. */
import { FleetUsage } from './intervals'
import { type FleetArguments, parseOptions, USAGE } from './options'
import { startProcessFleet } from './process-fleet'
import { eventJson, eventLine, summaryLine } from './report'
import { startFleet } from './start-fleet'

function run(options: FleetArguments): void {
  const tell = (event: Parameters<typeof eventLine>[0]) =>
    console.log(options.json ? eventJson(event) : eventLine(event))
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    await fleet.stop()
    if (!options.json) console.log(summaryLine(fleet.agents.map((agent) => agent.state)))
    process.exit(0)
  }
  const start = () => {
    if (options.process) return startProcessFleet(options, tell, () => void end())
    const deviceIds = options.deviceId === null ? undefined : [options.deviceId]
    const inProcess = startFleet({ ...options, deviceIds })
    inProcess.on('event', tell)
    inProcess.on('idle', () => void end())
    return inProcess
  }
  const fleet = start()
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
}

try {
  const options = parseOptions(process.argv.slice(2), process.env)
  if (options) run(options)
  else console.log(USAGE)
} catch (error) {
  if (!(error instanceof FleetUsage)) throw error
  console.error(`${error.message}\n${USAGE}`)
  process.exit(2)
}
