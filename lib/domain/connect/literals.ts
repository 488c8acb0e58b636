/**
 * A text that comes from outside, such as a device id, as text of a program: what reads it back gets exactly that text, or it is not
 * written at all. Only printable ASCII is written as it is: so the line reads in the order that it has, and a look-alike shows.
 */
import { plainJson } from '../escaped-text'

const HALF_CHARACTER = /\p{Cs}/u
const CONTROL = /\p{Cc}/u
const PLAIN = /^[ -~]$/
/** What every reader of such files takes unchanged: shells, Node, dotenv, Docker, systemd. */
const ENV_VALUE = /^[A-Za-z0-9_.:/@+,=-]+$/
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

function refuseHalves(id: string): void {
  if (id === '') throw new RangeError('An empty id names no device.')
  if (HALF_CHARACTER.test(id))
    throw new RangeError('This id has half of a character (a lone surrogate), which no request can carry.')
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0')

/** In quotes, with everything but printable ASCII as what `escapeOf` writes for it. */
const quoted = (quote: string, id: string, escapeOf: (code: number) => string): string => {
  refuseHalves(id)
  const signs = [...id].map((sign) => {
    if (sign === quote || sign === '\\') return `\\${sign}`
    return PLAIN.test(sign) ? sign : escapeOf(sign.codePointAt(0) as number)
  })
  return `${quote}${signs.join('')}${quote}`
}

/** A Python string in double quotes. Throws a RangeError with the reason. */
export const pythonLiteral = (id: string): string =>
  quoted('"', id, (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`))

/** A JavaScript string in single quotes, for a file of its own: in a page, `</script>` would end it. Throws a RangeError with the reason. */
export const jsLiteral = (id: string): string => quoted("'", id, (code) => `\\u{${hex(code, 1)}}`)

/** What `printf` does not write unchanged; a dash at the beginning would be an option. */
const ESCAPED = /['\\%]/

/** A format for `printf`: octal bytes for everything else. */
const printfFormat = (id: string): string =>
  [...new TextEncoder().encode(id)]
    .map((byte, at) => {
      const sign = String.fromCharCode(byte)
      const isPlain = PLAIN.test(sign) && !ESCAPED.test(sign) && !(at === 0 && sign === '-')
      return isPlain ? sign : `\\${byte.toString(8).padStart(3, '0')}`
    })
    .join('')

/** One word of a POSIX shell. Throws a RangeError with the reason. */
export function shellWord(id: string): string {
  refuseHalves(id)
  if (CONTROL.test(id))
    throw new RangeError('This id has a control character, on which a terminal acts when the line is pasted.')
  if ([...id].every((sign) => PLAIN.test(sign))) return `'${id.replaceAll("'", "'\\''")}'`
  return `"$(printf '${printfFormat(id)}')"`
}

/** A line of a file of variables. Throws a RangeError with the reason. @param name the variable's; a TypeError where it is none. */
export function envLine(name: string, id: string): string {
  if (!ENV_NAME.test(name)) throw new TypeError('A variable has a name of letters, digits and _.')
  refuseHalves(id)
  if (ENV_VALUE.test(id)) return `${name}=${id}`
  const sign = [...id].find((one) => !ENV_VALUE.test(one)) ?? ''
  throw new RangeError(
    `Readers of such a file disagree about ${plainJson(sign)}: write this id into the program instead.`,
  )
}
