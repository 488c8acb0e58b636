/**
 * Bounds how much a program prints: of each kind of event the first of a minute, then one line that counts the rest. A kind is
 * what a line says without its numbers, names and quotations, so that requests for new addresses make no new kinds.
 */
import { oneLineEach, parseLine } from './one-line.mjs'

export const MINUTE_MS = 60_000
/** Lines of our own log carry ids that are worth more than a count; what the framework prints is printed once. */
const OWN = { name: 'own', linesMax: 10, kindsMax: 200 }
const FOREIGN = { name: 'foreign', linesMax: 1, kindsMax: 30 }
const KIND_CHARS_MAX = 120

/**
 * @param {{app: string, write: (line: string) => void, now?: () => number}} options `write` gets whole lines with their end
 */
export function createLineGate({ app, write, now = Date.now }) {
  /** Kind → lines of this minute. */
  const counts = new Map()

  function countOf({ line, own }) {
    const known = parseLine(line)
    const source = own ? OWN : FOREIGN
    let kind = `${source.name} ${own ? kindOfOwn(known) : kindOfPlain(known?.msg ?? line)}`
    const kinds = [...counts.keys()].filter((other) => other.startsWith(source.name)).length
    if (!counts.has(kind) && kinds >= source.kindsMax) kind = `${source.name} others`
    if (!counts.has(kind))
      counts.set(kind, { lines: 0, dropped: 0, source, first: String(known?.msg ?? line).slice(0, KIND_CHARS_MAX) })
    return counts.get(kind)
  }

  return {
    /** Prints what may be printed of it. */
    print(text) {
      for (const event of oneLineEach(text, { app, now: now() })) {
        const count = countOf(event)
        if (count.lines < count.source.linesMax) {
          count.lines += 1
          write(`${event.line}\n`)
        } else count.dropped += 1
      }
    },
    /** Says what was only counted, and begins a new minute. */
    endMinute() {
      for (const { dropped, first: of } of counts.values()) {
        if (dropped === 0) continue
        const time = new Date(now()).toISOString()
        write(
          `${JSON.stringify({ level: 40, time, app, repeated: dropped, of, msg: 'lines of one kind were only counted' })}\n`,
        )
      }
      counts.clear()
    },
  }
}

/** The words of a line of ours are constant, and the kind of fault is. */
const kindOfOwn = ({ level, msg, event, err }) =>
  [level, msg ?? event, err?.type, err?.code].join(' ').slice(0, KIND_CHARS_MAX)

const kindOfPlain = (line) =>
  line
    .replace(/(["'`]).*?\1/g, '""')
    .replace(/\S*[\d/\\]\S*/g, '#')
    .slice(0, KIND_CHARS_MAX)
