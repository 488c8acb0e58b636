/**
 * The console's server: Next's handler behind `node:http`. It adds the one thing the framework does not pass on, the
 * address of the socket, lets the console turn a flood of sign-ins away, and ends cleanly on a signal. A start that fails
 * ends this process with code 1 and one sentence.
 */
import { createServer } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { nodeFault } from './check-node.mjs'
import { loadEnvFile } from './env-file.mjs'
import { urlOf } from './url-of.mjs'

// The loop that answers `/stop` collects its young garbage by itself: helped by other threads it would wait for them, which on
// a machine with few or busy processors takes many times as long as doing it alone.
setFlagsFromString('--no-parallel-scavenge')

const SOCKET_ADDRESS = 'x-machineid-socket'
/** Open requests and streams have this long; an end takes less than ten seconds. */
const DRAIN_MS = 7_000

function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

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
// Next reads .env.local, and .env files that nothing else here reads, by rules of its own: this tells it that it has done so.
process.env.__NEXT_PROCESSED_ENV = 'true'

const hostname = process.env.CONSOLE_HOST || '127.0.0.1'
const port = Number(process.env.PORT || 3000)

try {
  const { default: next } = await import('next')
  app = next({ dev: process.env.CONSOLE_DEV === '1', hostname, port })
  await app.prepare()
} catch (error) {
  refuse(`The console cannot start: ${error.message}`)
}
const handle = app.getRequestHandler()

server = createServer((request, response) => {
  // Whatever a client sends under this name is replaced.
  request.headers[SOCKET_ADDRESS] = request.socket.remoteAddress ?? ''
  // A flood of sign-ins is turned away before the framework spends anything on it.
  if (globalThis.machineidFrontDoor?.(request, response)) return
  handle(request, response)
})
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
