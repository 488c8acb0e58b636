/**
 * The console's server: Next's handler behind `node:http`, the front door and the door of sign-ins, and a clean end on a
 * signal. A start that fails ends this process with code 1 and one sentence.
 */
import { EventEmitter } from 'node:events'
import { writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { DEFAULTS } from '../lib/domain/defaults.mjs'
import { ownUrlOf, urlOf } from '../lib/domain/url-of.mjs'
import { guardOutput } from './server/guard-output.mjs'
import { nodeFault } from './start/check-node.mjs'
import { loadEnvFile } from './start/env-file.mjs'

// The loop that answers `/stop` collects its young garbage by itself: helped by other threads it would wait for them, which on
// a machine with few or busy processors takes many times as long as doing it alone.
setFlagsFromString('--no-parallel-scavenge')

const dev = process.env.CONSOLE_DEV === '1'
/** Open requests and streams have this long; an end takes less than ten seconds. */
const DRAIN_MS = 7_000

function refuse(sentence) {
  // To the output itself: a sentence with a list of faults has a line for each.
  writeSync(2, `${sentence}\n`)
  process.exit(1)
}

if (!dev) guardOutput({ app: 'console' })

let ending = false
let server
let app
async function end() {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(1), DRAIN_MS).unref()
  server?.close()
  server?.closeIdleConnections()
  const running = await globalThis.machineidConsole?.catch(() => undefined)
  await running?.close()
  await app?.close()
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => void end())

const tooOld = nodeFault()
if (tooOld) refuse(tooOld)
try {
  loadEnvFile()
} catch (error) {
  refuse(error.message)
}
// Next reads .env.local, and .env files that nothing else here reads, by rules of its own: with this it takes them as read.
process.env.__NEXT_PROCESSED_ENV = 'true'

const hostname = process.env.CONSOLE_HOST || DEFAULTS.CONSOLE_HOST
const port = Number(process.env.PORT || DEFAULTS.PORT)

try {
  const { default: next } = await import('next')
  // Without a server of its own to listen at, the framework takes no request to change the protocol: it is answered like any other.
  app = next({ dev, hostname, port, ...(dev ? {} : { httpServer: new EventEmitter() }) })
  await app.prepare()
} catch (error) {
  refuse(`The console cannot start: ${error.message}`)
}

// Only now: an older Node, or one without packages, could not read what this imports.
const { createFrontDoor } = await import('./server/front-door.mjs')
const ownHosts = [urlOf(hostname, port), ownUrlOf(hostname, port)].map((url) => new URL(url).host)
const publicUrl = process.env.PUBLIC_URL || ownUrlOf(hostname, port)
// A request without a host is refused like every other that makes no sense.
server = createServer({ requireHostHeader: false })
const handle = app.getRequestHandler()
// A flood of sign-ins is turned away before the framework spends anything on it.
const handleUnlessTurnedAway = (request, response) =>
  globalThis.machineidSignInDoor?.(request, response) || handle(request, response)
createFrontDoor({ publicUrl, ownHosts, dev }, handleUnlessTurnedAway)(server)
server.headersTimeout = 20_000
server.requestTimeout = 60_000

const WHY = {
  EADDRINUSE: `port ${port} is in use; set PORT to another`,
  EADDRNOTAVAIL: `${hostname} is no address of this machine; set CONSOLE_HOST`,
  ENOTFOUND: `the name ${hostname} is not known; set CONSOLE_HOST`,
}
server.on('error', (error) => refuse(`The console cannot listen on ${hostname}: ${WHY[error.code] ?? error.message}.`))
server.listen(port, hostname, () =>
  console.log(JSON.stringify({ app: 'console', msg: 'ready', url: urlOf(hostname, port) })),
)
