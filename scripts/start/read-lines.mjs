/** Reads a stream line by line, never keeping more of a line than a log should hold. */

const LINE_CHARS_MAX = 16_384

/**
 * Calls `onLine` with each line, cut where it is longer than a line may be.
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} onLine
 */
export function readLines(stream, onLine) {
  let line = ''
  let cut = false
  const take = (part) => {
    cut ||= line.length + part.length > LINE_CHARS_MAX
    line = (line + part).slice(0, LINE_CHARS_MAX)
  }
  const end = () => {
    onLine(cut ? `${line} …` : line.replace(/\r$/, ''))
    line = ''
    cut = false
  }
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    const parts = chunk.split('\n')
    for (const part of parts.slice(0, -1)) {
      take(part)
      end()
    }
    take(parts.at(-1))
  })
  stream.on('end', () => {
    if (line !== '') end()
  })
  stream.on('error', () => {})
}
