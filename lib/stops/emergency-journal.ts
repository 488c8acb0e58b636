/**
 * Where a stop is recorded when the store cannot be written: a preallocated file, so that a full disk does not matter,
 * else stderr. One JSON line per event. If the file cannot be opened, the console starts all the same and logs it.
 */
import { closeSync, existsSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs'

export type EmergencyJournal = {
  write: (event: Record<string, unknown>) => 'file' | 'stderr'
  /** Why there is no file, in one sentence; absent or null while there is one with room in it. */
  fault?: () => string | null
  /** What was written since the file was last emptied, oldest first. */
  lines?: () => Record<string, unknown>[]
  /** Empties the file: the store has all of it. */
  clear?: () => void
}

const PREALLOCATED_BYTES = 1_048_576

type SinkFile = { fd: number; offset: number }

/** @param path the file (`STOP_SINK`), made and filled with spaces at start; undefined: stderr only. */
export function createEmergencyJournal(path: string | undefined, toStderr: (line: string) => void): EmergencyJournal {
  let fault: string | null = path === undefined ? 'No STOP_SINK file is set.' : null
  const file = open()

  function open(): SinkFile | undefined {
    if (path === undefined) return undefined
    try {
      return preallocate(path)
    } catch (error) {
      fault = `The emergency file ${path} cannot be used (${error instanceof Error ? error.message : String(error)}).`
      toStderr(`${JSON.stringify({ level: 50, app: 'console', time: new Date().toISOString(), msg: fault })}\n`)
      return undefined
    }
  }

  return {
    write(event) {
      const line = `${JSON.stringify(event)}\n`
      const bytes = Buffer.from(line)
      if (file && file.offset + bytes.length <= PREALLOCATED_BYTES) {
        try {
          writeSync(file.fd, bytes, 0, bytes.length, file.offset)
          fsyncSync(file.fd)
          file.offset += bytes.length
          fault = null
          return 'file'
        } catch (error) {
          // stderr is the last place left.
          fault = `The emergency file cannot be written (${error instanceof Error ? error.message : String(error)}).`
        }
      } else if (file) fault = 'The emergency file is full.'
      toStderr(line)
      return 'stderr'
    },
    fault: () => fault,
    lines: () => (file ? parseLines(file) : []),
    clear() {
      if (!file || file.offset === 0) return
      writeSync(file.fd, Buffer.alloc(file.offset, ' '), 0, file.offset, 0)
      fsyncSync(file.fd)
      file.offset = 0
    },
  }
}

function preallocate(path: string): SinkFile {
  const bytes = existsSync(path) ? statSync(path).size : 0
  const fd = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600)
  try {
    if (bytes < PREALLOCATED_BYTES) {
      // What an earlier start wrote stays; only the rest is filled.
      writeSync(fd, Buffer.alloc(PREALLOCATED_BYTES - bytes, ' '), 0, PREALLOCATED_BYTES - bytes, bytes)
      fsyncSync(fd)
    }
    return { fd, offset: textOf(fd).lastIndexOf('\n') + 1 }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** After the last line, the file is filled with spaces. */
function textOf(fd: number): Buffer {
  const content = Buffer.alloc(PREALLOCATED_BYTES)
  readSync(fd, content, 0, PREALLOCATED_BYTES, 0)
  return content
}

/** A line that a crash cut short is skipped. */
function parseLines({ fd, offset }: SinkFile): Record<string, unknown>[] {
  const lines = textOf(fd).subarray(0, offset).toString().split('\n')
  return lines.flatMap((line) => {
    try {
      return line.trim() ? [JSON.parse(line) as Record<string, unknown>] : []
    } catch {
      return []
    }
  })
}
