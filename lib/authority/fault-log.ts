/** What this process logs of faults: one line each, the first of a minute, and then a count. Metrics count them all. */

import { withoutKeys } from '@/lib/domain/keys/key-text.mjs'

const MINUTE_MS = 60_000
const LINE_CHARS_MAX = 2_000
const KINDS_MAX = 20

export type FaultLog = { fault: (error: unknown) => void; endMinute: () => void }

/** @param write gets a line without its end */
export function createFaultLog(write: (line: string) => void): FaultLog {
  const seen = new Map<string, number>()
  return {
    fault(error) {
      const line = faultLine(error)
      // Numbers and paths make no kind of their own.
      const kind = seen.size < KINDS_MAX || seen.has(kindOf(line)) ? kindOf(line) : 'others'
      const known = seen.get(kind)
      seen.set(kind, (known ?? -1) + 1)
      if (known === undefined) write(line)
    },
    endMinute() {
      for (const [kind, more] of seen) if (more > 0) write(`fault: ${more} more of this kind within a minute: ${kind}`)
      seen.clear()
    },
  }
}

/** The messages of an error and its cause, on one line. */
export function faultLine(error: unknown): string {
  const { message = String(error), cause } = (error ?? {}) as Error
  const text = `fault: ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`
  return withoutKeys(text)
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .slice(0, LINE_CHARS_MAX)
}

const kindOf = (line: string) => line.replace(/\S*[\d/\\"']\S*/g, '#').slice(0, 120)

/** The log of this process, which also writes a warning or an uncaught fault in one line, and then ends for the latter. */
export function processFaultLog(): FaultLog {
  const log = createFaultLog((line) => console.error(line))
  setInterval(() => log.endMinute(), MINUTE_MS).unref()
  process.removeAllListeners('warning')
  process.on('warning', (warning) => log.fault(warning))
  process.on('uncaughtException', (error) => {
    const [, place = ''] = String(error?.stack).split('\n')
    console.error(`${faultLine(error)} ${place.trim()}; the authority ends`)
    process.exit(1)
  })
  return log
}
