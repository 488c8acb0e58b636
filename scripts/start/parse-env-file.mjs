/**
 * The one parser of `.env.local`. It accepts only lines that a POSIX shell (`. ./.env.local`), Node's own `--env-file`, dotenv and
 * this parser read alike; every other form is a fault that names its line. A secret that two programs read differently would
 * seal org keys that do not open again.
 */

/** A file that would not mean the same to every program. The message lists every fault by its line, and no value. */
export class EnvFileError extends Error {
  name = 'EnvFileError'
}

const LINE = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/
/** What needs no quotes anywhere: no space, quote, `$`, `#`, `\`, glob or shell operator. */
const PLAIN = /^[A-Za-z0-9_./:@%+,=^-]*$/
const COMMENT_AFTER = /[ \t]+(#.*)?$/

/**
 * @param {Uint8Array | string} content the file's bytes, or its text
 * @param {string} [name] what messages call the file
 * @returns {Record<string, string>} name → value
 * @throws {EnvFileError} that lists every fault
 */
export function parseEnvFile(content, name = '.env.local') {
  const text = decode(content, name)
  const values = Object.create(null)
  const lineOf = Object.create(null)
  const faults = []
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1
    const entry = parseLine(line)
    if (entry === undefined) continue
    if (typeof entry === 'string') {
      faults.push(`line ${number}: ${entry}`)
      // The rest of a value over several lines is no fault of its own.
      if (entry === UNCLOSED) break
      continue
    }
    if (entry.name in lineOf)
      faults.push(`line ${number}: ${entry.name} is set in line ${lineOf[entry.name]} already; keep one of them`)
    lineOf[entry.name] = number
    values[entry.name] = entry.value
  }
  if (faults.length) throw new EnvFileError(`${name} has faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  return { ...values }
}

const UNCLOSED = 'the quote is not closed in this line; a value cannot go over several lines (use a _FILE variable)'

function decode(content, name) {
  if (typeof content === 'string') return content
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    throw new EnvFileError(`${name} is not UTF-8 text. Save it as UTF-8.`)
  }
}

/** `{name, value}`; undefined for a line that says nothing; a sentence for a fault. */
function parseLine(line) {
  if (line.startsWith('\uFEFF')) return 'it begins with a byte order mark; save the file as UTF-8 without one'
  if (line.endsWith('\r')) return 'it ends with a carriage return; save the file with Unix line ends (LF)'
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) return 'it contains a control character'
  const bare = line.trim()
  if (bare === '' || bare.startsWith('#')) return undefined
  const match = LINE.exec(line.replace(/^[ \t]+/, ''))
  if (!match) return 'it is not NAME=value (letters, digits and _; no space around =)'
  const [, name, rest] = match
  const value = parseValue(rest)
  return typeof value === 'string' ? value : { name, value: value.text }
}

/** `{text}`, or a sentence for a fault. */
function parseValue(rest) {
  const quote = rest[0]
  if (quote !== "'" && quote !== '"') {
    const text = rest.replace(COMMENT_AFTER, '')
    if (PLAIN.test(text)) return { text }
    return 'the value has characters that programs read differently; put it between single quotes'
  }
  const end = rest.indexOf(quote, 1)
  if (end < 0) return UNCLOSED
  const text = rest.slice(1, end)
  const after = rest.slice(end + 1)
  if (after !== '' && !/^[ \t]+(#.*)?$/.test(after)) return 'there is text behind the closing quote'
  if (quote === '"' && /[$`\\!]/.test(text))
    return 'between double quotes $, `, ! and \\ are read differently; use single quotes'
  return { text }
}
