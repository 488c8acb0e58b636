/** Refusals before the framework: problem+json like everywhere else, in the words of a person, without anything that was sent. */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'

/** @typedef {{status: number, detail: string, headers?: Record<string, string>}} Refusal */

function problemOf({ status, detail }) {
  const title = STATUS_CODES[status] ?? 'Refused'
  const code = title.toLowerCase().replace(/[^a-z]+/g, '-')
  const requestId = randomUUID()
  return { requestId, text: JSON.stringify({ type: `about:blank#${code}`, title, status, detail, code, requestId }) }
}

const headersOf = (refusal, { requestId, text }) => ({
  'content-type': 'application/problem+json',
  'content-length': String(Buffer.byteLength(text)),
  'cache-control': 'no-store',
  'x-request-id': requestId,
  // What is left of the request is not read.
  connection: 'close',
  ...refusal.headers,
})

/** Answers a request. @param {Refusal} refusal */
export function refuse(response, refusal) {
  if (response.headersSent) return void response.destroy()
  const problem = problemOf(refusal)
  response.writeHead(refusal.status, headersOf(refusal, problem))
  response.end(problem.text)
}

/** Answers on a bare socket, where there is no request to answer. @param {Refusal} refusal */
export function refuseSocket(socket, refusal, securityHeaders) {
  if (!socket.writable) return void socket.destroy()
  const problem = problemOf(refusal)
  const headers = { ...securityHeaders, ...headersOf(refusal, problem) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n${problem.text}`)
  socket.on('error', () => {})
  // A client that never closes its half does not keep ours open.
  socket.setTimeout(1_000, () => socket.destroy())
}
