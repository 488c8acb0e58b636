/**
 * The console's server: Next's handler behind `node:http`. It adds the one thing the framework does not pass on, the
 * address of the socket, and ends cleanly on a signal.
 */
import { createServer } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import next from 'next'

// The loop that answers `/stop` collects its young garbage by itself: helped by other threads it would wait for them, which on
// a machine with few or busy processors takes many times as long as doing it alone.
setFlagsFromString('--no-parallel-scavenge')

const hostname = process.env.CONSOLE_HOST || '127.0.0.1'
const port = Number(process.env.PORT || 3000)
const SOCKET_ADDRESS = 'x-machineid-socket'
const DRAIN_MS = 10_000

const app = next({ dev: process.env.CONSOLE_DEV === '1', hostname, port })
await app.prepare()
const handle = app.getRequestHandler()

const server = createServer((request, response) => {
  // Whatever a client sends under this name is replaced.
  request.headers[SOCKET_ADDRESS] = request.socket.remoteAddress ?? ''
  handle(request, response)
})
server.headersTimeout = 20_000
server.requestTimeout = 60_000

server.on('error', (error) => {
  const why = error.code === 'EADDRINUSE' ? `port ${port} is in use; set PORT to another` : error.message
  console.error(`The console cannot listen on ${hostname}: ${why}.`)
  process.exit(1)
})
server.listen(port, hostname, () =>
  console.log(JSON.stringify({ app: 'console', msg: 'ready', url: `http://${hostname}:${port}` })),
)

let ending = false
async function end() {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(1), DRAIN_MS).unref()
  server.close()
  server.closeIdleConnections()
  const console_ = await globalThis.machineidConsole?.catch(() => undefined)
  await console_?.close()
  await app.close()
  process.exit(0)
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
