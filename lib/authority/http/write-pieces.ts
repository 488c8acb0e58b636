import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Well under a millisecond of work for a list of devices. */
const SLICE_BYTES = 65_536
/** UTF-8 has at most so many bytes per UTF-16 unit. */
const BYTES_PER_UNIT_MAX = 3

/**
 * Writes and ends a reply from pieces: a slice at a time, the next one once the reader's side has taken it, and with a turn of
 * the loop in between. All of it goes through one small piece of memory, however long it is and however slow the reader.
 * Stops when the reader is gone.
 */
export async function writePieces(res: ServerResponse, pieces: Iterable<string>): Promise<void> {
  let slice = Buffer.allocUnsafeSlow(SLICE_BYTES)
  let used = 0
  for (const piece of pieces) {
    const bytesMax = piece.length * BYTES_PER_UNIT_MAX
    if (used > 0 && used + bytesMax > slice.length) {
      if (!(await taken(res, slice.subarray(0, used)))) return
      used = 0
      await nextTurn()
    }
    if (bytesMax > slice.length) slice = Buffer.allocUnsafeSlow(bytesMax)
    used += slice.write(piece, used)
  }
  if (await taken(res, slice.subarray(0, used))) res.end()
}

/** Whether the reader's side took it; false once the reader is gone. */
function taken(res: ServerResponse, bytes: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (res.destroyed) return resolve(false)
    const settle = (isTaken: boolean) => {
      res.off('close', onClose)
      resolve(isTaken)
    }
    const onClose = () => settle(false)
    res.once('close', onClose)
    res.write(bytes, (error) => settle(!error))
  })
}
