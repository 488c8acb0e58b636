/** Bodies longer than the console takes are cut off before the framework keeps a copy of them, whether they say how long they are or not. */
import { BODY_BYTES_MAX } from '../../lib/domain/defaults.mjs'

/** True when a request says itself that its body is too long. */
export const saysTooLong = ({ headers }) => Number(headers['content-length'] ?? 0) > BODY_BYTES_MAX

/**
 * Counts what arrives, where the parser hands it to the request, and calls `tooLong` once instead of handing on more.
 * @param {import('node:http').IncomingMessage} request
 */
export function limitBody(request, tooLong) {
  const push = request.push
  let bytes = 0
  request.push = (chunk, encoding) => {
    bytes += chunk?.length ?? 0
    if (bytes <= BODY_BYTES_MAX) return push.call(request, chunk, encoding)
    request.push = () => false
    tooLong()
    return false
  }
}
