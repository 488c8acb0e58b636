/**
 * One-line JSON logs. Secrets are redacting objects, and a last scrubber goes over each finished line: path redaction alone
 * leaks what sits inside messages and errors. Direction marks and control characters are escaped, so that a line is a line.
 */
import { type Logger, pino } from 'pino'
import { withoutKeys } from '@/lib/domain/keys/key-text.mjs'

const UNPRINTABLE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Removes keys and direction marks from a finished log line. */
export function scrubLine(line: string): string {
  return withoutKeys(line).replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function createLog(level: string, write: (line: string) => void = (line) => process.stdout.write(line)): Logger {
  return pino(
    { level, base: { app: 'console' }, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => write(scrubLine(line)) },
  )
}
