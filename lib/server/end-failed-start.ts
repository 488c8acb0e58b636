/** A console that cannot start logs why in one sentence and ends, instead of answering every request with a fault. */
import { writeSync } from 'node:fs'
import { driverFault } from '@/lib/store/sqlite/driver-fault'

/** The text of a start that failed: the messages of the error and its causes, without a stack. */
export function failedStart(error: unknown): string {
  const driver = driverFault(error)
  if (driver) return `The console cannot start. ${driver}`
  const messages: string[] = []
  for (let cause: unknown = error; cause instanceof Error && messages.length < 4; cause = cause.cause) {
    const { message } = cause
    if (!messages.some((known) => known.includes(message))) messages.push(message)
  }
  const text = messages.join(' (') + ')'.repeat(Math.max(0, messages.length - 1)) || String(error)
  return `The console cannot start: ${text}`
}

export function endFailedStart(error: unknown): never {
  // Synchronous: the sentence is out before the process is gone.
  writeSync(2, `${failedStart(error)}\n`)
  process.exit(1)
}
