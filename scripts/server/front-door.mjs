/**
 * The filter between `node:http` and the framework: requests that make no sense are refused here, in one cheap answer that
 * logs nothing; the rest go on with what was true of them, and every answer carries the security headers.
 */
import { BODY_BYTES_MAX } from '../../lib/domain/defaults.mjs'
import { limitBody, saysTooLong } from './limit-body.mjs'
import { refuse, refuseSocket } from './refuse.mjs'
import { headFault, stripHeaders } from './request-head.mjs'
import { readTarget } from './request-target.mjs'
import { addSecurityHeaders, securityHeaders } from './security-headers.mjs'

/** The address of the socket, which the framework does not pass on. Whatever a client sends under this name is replaced. */
const SOCKET_ADDRESS = 'x-machineid-socket'
const TOO_LONG = { status: 413, detail: `A body has at most ${BODY_BYTES_MAX} bytes. Nothing was changed.` }
const NOTHING = { status: 404, detail: 'There is nothing at this address.' }
const NO_TUNNEL = { status: 405, detail: 'This console opens no tunnel.' }
const NO_EXPECTATION = { status: 417, detail: 'This console meets no expectation but 100-continue.' }
const UNREADABLE = { status: 400, detail: 'This request could not be read.' }
const CLIENT_FAULTS = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    detail: 'The head of this request is too long. Delete the cookies of this console.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'This request took too long to arrive.' },
}
/** What the framework keeps under its own name is for its development server, but for the files of a build. */
const INTERNAL_PATH = /^\/_(?!next\/static\/)/

/**
 * @param {{publicUrl: string, ownHosts: string[], dev?: boolean}} options
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => unknown} handle
 */
export function createFrontDoor({ publicUrl, ownHosts, dev = false }, handle) {
  const headers = securityHeaders({ publicUrl })
  const hosts = [new URL(publicUrl).host, ...ownHosts]

  function onRequest(request, response) {
    addSecurityHeaders(response, headers)
    const target = readTarget(request.url ?? '', hosts)
    if (!('url' in target)) return refuse(response, target)
    const path = target.url.split('?', 1)[0]
    const fault = headFault(request, path)
    if (fault) return refuse(response, fault)
    if (!dev && INTERNAL_PATH.test(path)) return refuse(response, NOTHING)
    if (saysTooLong(request)) return refuse(response, TOO_LONG)
    limitBody(request, () => {
      refuse(response, TOO_LONG)
      request.destroy()
    })
    request.url = target.url
    stripHeaders(request.headers)
    request.headers[SOCKET_ADDRESS] = request.socket.remoteAddress ?? ''
    return handle(request, response)
  }

  /** @param {import('node:http').Server} server */
  return function attach(server) {
    server.on('request', onRequest)
    server.on('connect', (_, socket) => refuseSocket(socket, NO_TUNNEL, headers))
    server.on('checkExpectation', (_, response) => {
      addSecurityHeaders(response, headers)
      refuse(response, NO_EXPECTATION)
    })
    server.on('clientError', (error, socket) => {
      if (error.code === 'ECONNRESET') return void socket.destroy()
      refuseSocket(socket, CLIENT_FAULTS[error.code] ?? UNREADABLE, headers)
    })
  }
}
