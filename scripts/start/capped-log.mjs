/**
 * A log file that stays small and never harms what lies beside it: it is rotated, it leaves a share of the disk free, and a line
 * that cannot be written is dropped and counted. Written synchronously: nothing waits in memory, and the last words are kept.
 */
import { closeSync, fstatSync, openSync, renameSync, statfsSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export const LOG_BYTES_MAX = 4 * 1_048_576
/** Older files beside the one that is written: `NAME.log.1` is the newest of them. */
export const LOGS_KEPT = 3
/** Of the disk, but never more than the bytes: what is left then belongs to the databases. */
const FREE_SHARE = 0.05
const FREE_BYTES_MAX = 256 * 1_048_576
const LOOK_EVERY_MS = 1_000
const TRY_AGAIN_MS = 5_000

/**
 * @param {string} path
 * @param {{say: (line: string) => void, bytesMax?: number, freeOf?: (folder: string) => {free: number, total: number},
 *   now?: () => number}} options `say` prints on the terminal, once, that lines are being dropped
 */
export function createCappedLog(
  path,
  { say, bytesMax = LOG_BYTES_MAX, freeOf = freeBytes, now = performance.now.bind(performance) },
) {
  let file
  let bytes = 0
  let dropped = 0
  let droppingUntil = 0
  let lookAt = 0
  /** A line may have been written in part before its fault. */
  let torn = false

  function open() {
    file = openSync(path, 'a', 0o600)
    bytes = fstatSync(file).size
  }
  function close() {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  function rotate() {
    close()
    for (let number = LOGS_KEPT; number > 0; number -= 1) {
      try {
        renameSync(number === 1 ? path : `${path}.${number - 1}`, `${path}.${number}`)
      } catch (error) {
        if (error.code !== 'ENOENT') throw error
      }
    }
    open()
  }
  function leaveRoom() {
    if (now() < lookAt) return
    lookAt = now() + LOOK_EVERY_MS
    const { free, total } = freeOf(dirname(path))
    if (free < Math.min(total * FREE_SHARE, FREE_BYTES_MAX))
      throw Object.assign(new Error(), { code: 'the disk is almost full' })
  }
  function append(text) {
    const line = Buffer.from(text)
    if (file === undefined) open()
    leaveRoom()
    if (bytes > 0 && bytes + line.length > bytesMax) rotate()
    bytes += line.length
    torn = true
    if (writeSync(file, line) < line.length) throw Object.assign(new Error(), { code: 'ENOSPC' })
    torn = false
  }

  return {
    /** Writes one line, or drops it. Never throws. */
    write(line) {
      if (now() < droppingUntil) {
        dropped += 1
        return
      }
      try {
        const before = dropped > 0 ? `${torn ? '\n' : ''}${dropped} lines were dropped.\n` : ''
        append(`${before}${line}\n`)
        dropped = 0
      } catch (error) {
        if (dropped === 0) say(`${path} cannot be written (${error.code}); its lines are dropped until it can.`)
        dropped += 1
        droppingUntil = now() + TRY_AGAIN_MS
        lookAt = 0
        close()
      }
    },
    close,
  }
}

function freeBytes(folder) {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}
