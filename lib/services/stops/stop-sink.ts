/**
 * Where a stop is recorded when the store cannot be written: a preallocated file, so that a full disk does not matter,
 * else stderr. One JSON line per event.
 */
import { closeSync, existsSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs'

export type StopSink = { write: (event: Record<string, unknown>) => 'file' | 'stderr' }

const PREALLOCATED_BYTES = 1_048_576

/** @param path the file (`STOP_SINK`), made and filled with spaces at start; undefined: stderr only. */
export function createStopSink(path: string | undefined, toStderr: (line: string) => void): StopSink {
  const file = path === undefined ? undefined : preallocate(path)
  return {
    write(event) {
      const line = `${JSON.stringify(event)}\n`
      const bytes = Buffer.from(line)
      if (file && file.offset + bytes.length <= PREALLOCATED_BYTES) {
        try {
          writeSync(file.fd, bytes, 0, bytes.length, file.offset)
          fsyncSync(file.fd)
          file.offset += bytes.length
          return 'file'
        } catch {
          // Falls through: stderr is the last place left.
        }
      }
      toStderr(line)
      return 'stderr'
    },
  }
}

function preallocate(path: string): { fd: number; offset: number } {
  const bytes = existsSync(path) ? statSync(path).size : 0
  const fd = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600)
  if (bytes >= PREALLOCATED_BYTES) return { fd, offset: endOfText(fd) }
  try {
    // What an earlier start wrote stays; only the rest is filled.
    writeSync(fd, Buffer.alloc(PREALLOCATED_BYTES - bytes, ' '), 0, PREALLOCATED_BYTES - bytes, bytes)
    fsyncSync(fd)
  } catch (error) {
    closeSync(fd)
    throw error
  }
  return { fd, offset: endOfText(fd) }
}

/** Position after the last line written before: what follows is spaces. */
function endOfText(fd: number): number {
  const content = Buffer.alloc(PREALLOCATED_BYTES)
  readSync(fd, content, 0, PREALLOCATED_BYTES, 0)
  return content.lastIndexOf('\n') + 1
}
