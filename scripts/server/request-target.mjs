/** Reads the target of a request line: the path and query that are answered, or why there is none. */

import { hasKey, KEY_IN_URL } from '../../lib/domain/keys/key-text.mjs'

/** Every page, file and address of the console is far shorter. What follows `?` is limited by the size of the head alone. */
const PATH_CHARS_MAX = 1_024
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i
const UNREADABLE = {
  status: 400,
  detail: 'The address of this request cannot be read. Open the console and start from there.',
}

/**
 * @param {string} target as it was sent
 * @param {string[]} ownHosts `host:port` under which this console may be asked for in an absolute target
 * @returns {{url: string} | {status: number, detail: string}}
 */
export function readTarget(target, ownHosts) {
  const absolute = ABSOLUTE.exec(target)
  if (absolute && !ownHosts.includes(absolute[1].toLowerCase()))
    return {
      status: 421,
      detail: 'This console does not answer for that host, and passes nothing on to other servers.',
    }
  const rest = absolute ? absolute[2] : target
  const url = absolute && !rest.startsWith('/') ? `/${rest}` : rest
  const path = url.split('?', 1)[0]
  if (hasKey(url)) return { status: 400, detail: KEY_IN_URL }
  if (path.length > PATH_CHARS_MAX)
    return { status: 414, detail: `The path of an address has at most ${PATH_CHARS_MAX} characters here.` }
  return isPlain(url, path) ? { url } : UNREADABLE
}

/** One slash between segments, none that climbs, and nothing that a proxy, a browser and this server could read differently. */
function isPlain(url, path) {
  if (!path.startsWith('/') || path.includes('//') || url.includes('#') || /%(2f|5c)/i.test(path)) return false
  let decoded
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return false
  }
  if (/[\\\u0000-\u001f\u007f]/.test(decoded)) return false
  return !decoded.split('/').some((segment) => segment === '.' || segment === '..')
}
