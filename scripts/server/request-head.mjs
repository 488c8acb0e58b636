/** What the method and the headers of a request must be, beside its target; and headers that are taken away unread. */
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js'

const READS = ['GET', 'HEAD']
/** Addresses under which something is changed; a test compares them with the routes that there are. */
const CHANGES_UNDER = /^\/(api|stop|invitation)(\/|$)/
const CHANGES = [...READS, 'POST', 'PUT']
/** `host` or `host:port`, an IPv6 address in brackets. */
const HOST = /^([\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i
const BODY_TYPE = /^application\/(json|x-www-form-urlencoded)\s*(;|$)/i

/** What the framework, a platform or this server say to themselves in headers. From outside it is never true. */
const INTERNAL =
  /^(x-(middleware|invoke|nextjs|next|action|now|vercel|prerender)-.*|x-matched-path|next-action|next-resume|x-nonce|content-security-policy)$/
/** A part of a file is never needed here, and the framework answers ranges that make no sense with 500. */
const UNUSED = ['range', 'if-range']

/** Takes away what is not for outside to say. */
export function stripHeaders(headers) {
  for (const name of Object.keys(headers)) if (INTERNAL.test(name) || UNUSED.includes(name)) delete headers[name]
}

/**
 * Why a request is refused; undefined for one that goes on.
 * @param {{method: string, headers: Record<string, string | string[] | undefined>, rawHeaders: string[], httpVersionMinor: number}} request
 * @param {string} path without the query
 * @returns {import('./refuse.mjs').Refusal | undefined}
 */
export function headFault(request, path) {
  return methodFault(request, path) ?? hostFault(request) ?? bodyTypeFault(request) ?? routerFault(request.headers)
}

function methodFault({ method }, path) {
  const allowed = CHANGES_UNDER.test(path) ? CHANGES : READS
  if (allowed.includes(method)) return undefined
  return {
    status: 405,
    detail: `This address answers ${allowed.join(', ')} only. Nothing was changed.`,
    headers: { allow: allowed.join(', ') },
  }
}

function hostFault({ headers, rawHeaders, httpVersionMinor }) {
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
  if (count === 0 && httpVersionMinor === 0) return undefined
  if (count === 1 && HOST.test(headers.host)) return undefined
  return { status: 400, detail: 'The Host header of this request names no host, or more than one.' }
}

/** A body of another type is no form of ours: the framework would look in it for actions, of which there are none. */
function bodyTypeFault({ method, headers }) {
  const type = headers['content-type']
  if (READS.includes(method) || type === undefined || BODY_TYPE.test(type)) return undefined
  return { status: 415, detail: 'Send the body as application/json, or as the form of the page. Nothing was changed.' }
}

/** Where the page in the browser is, as the framework itself reads it: what it cannot read it answers with 500 and a stack. */
function routerFault(headers) {
  try {
    parseAndValidateFlightRouterState(headers['next-router-state-tree'])
    return undefined
  } catch {
    return { status: 400, detail: 'The Next-Router-State-Tree header cannot be read. Reload the page.' }
  }
}
