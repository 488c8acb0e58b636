/** Makes one line of each event that a program prints, however many lines a stack has, and never a longer one than a log should hold. */

import { withoutKeys } from '../../lib/domain/keys/key-text.mjs'

const LINE_CHARS_MAX = 8_192
const FIELD_CHARS_MAX = 1_000
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
const COLOUR = /\u001b\[[\d;]*m/g

const escaped = (text) => text.replace(CONTROL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A finished line as an object; undefined for plain words. */
export function parseLine(line) {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/**
 * The events in one print: JSON lines that came together are several, anything else is one.
 * @param {string} text as it was printed
 * @param {{app: string, now: number}} about what a stack's line says of where and when, in epoch milliseconds
 * @returns {{line: string, own: boolean}[]} lines without their end; `own`: printed as JSON by the program's own log
 */
export function oneLineEach(text, { app, now }) {
  const lines = text
    .replace(COLOUR, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  const own = lines.every(parseLine)
  const events = own ? lines : [plainOrStack(lines, { app, now })]
  return events.map((line) => ({ line: shortened(escaped(withoutKeys(line))), own }))
}

function plainOrStack(lines, { app, now }) {
  const [first = '', ...more] = lines
  if (more.length === 0) return first
  const msg = first.slice(0, FIELD_CHARS_MAX)
  return JSON.stringify({ level: 50, time: new Date(now).toISOString(), app, msg, more: cut(more.join('\n')) })
}

const cut = (text) => (text.length > 2 * FIELD_CHARS_MAX ? `${text.slice(0, 2 * FIELD_CHARS_MAX)} …` : text)

function shortened(line) {
  if (line.length <= LINE_CHARS_MAX) return line
  const known = parseLine(line)
  if (!known) return `${line.slice(0, LINE_CHARS_MAX)} … (${line.length} characters)`
  const { level, time, app, msg, requestId, err } = known
  const fault = err && {
    type: err.type,
    code: err.code,
    message: cut(String(err.message)),
    stack: cut(String(err.stack)),
  }
  return JSON.stringify({ level, time, app, requestId, err: fault, msg: cut(String(msg)), characters: line.length })
}
