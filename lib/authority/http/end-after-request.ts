import type { ServerResponse } from 'node:http'

const WAIT_MS = 1_000
const BYTES_MAX = 8 * 1024 * 1024

/**
 * Sends the rest of a reply to a request that may not have been read to its end. To close then would reset the connection, and a
 * caller that is still sending could lose the answer: the reply goes out at once, what is still coming is dropped, and the
 * connection ends after that, or after 1 s or 8 MiB.
 */
export function endAfterRequest(res: ServerResponse, text: string): void {
  const { req } = res
  if (req.complete) {
    res.end(text)
    return
  }
  res.write(text)
  let bytes = 0
  const end = () => {
    clearTimeout(timer)
    req.off('data', count).off('end', end).off('close', end)
    res.end()
  }
  const count = (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > BYTES_MAX) end()
  }
  const timer = setTimeout(end, WAIT_MS)
  req.on('data', count).on('end', end).on('close', end)
  req.resume()
}
