/** CSV that a spreadsheet can open without running anything in it, and that a program reads back exactly. */
import { stringify } from 'csv-stringify/sync'
import { escapedText } from '@/lib/domain/escaped-text'

/** Without it, a spreadsheet reads every letter beyond ASCII wrong. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Places of a text where a spreadsheet could begin a formula, whatever it skips before it looks: its beginning, and wherever
 * another language's separator (`;`, tab, `|`) or a line break would begin a cell or a line. Also where there is a `'` already,
 * so that one less gives the text back; and where a cell would begin with a tab or a line break.
 */
const MARKED =
  /(?<=^|[;|\t\r\n])(?='|["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212\u207a\u207b\u207c\u208a\u208b\u208c])|(?<=^|[;|\t])(?=[\t\r\n])|(?<=[\r\n])(?=\t)/g

/**
 * Rows to CSV text: every text in quotes, numbers bare, nothing where there is no value. A text gets a `'` at each place where
 * a formula could begin, and what is not drawn is written as `\u{200b}`: without both every text is as it was. `header`: a
 * file's beginning, with the line of names first.
 */
export function toCsv<Row extends Record<string, unknown>>(
  columns: readonly (keyof Row & string)[],
  rows: Iterable<Row>,
  { header = true }: { header?: boolean } = {},
): string {
  const records = [...rows].map((row) => columns.map((column) => clean(row[column])))
  const text = stringify(header ? [[...columns], ...records] : records, {
    quoted_string: true,
    record_delimiter: 'windows',
  })
  return header ? BYTE_ORDER_MARK + text : text
}

const clean = (value: unknown): unknown => (typeof value === 'string' ? escapedText(value).replace(MARKED, "'") : value)
