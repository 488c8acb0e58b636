/** CSV that a spreadsheet can open without running anything in it, and that a program reads back exactly. */
import { stringify } from 'csv-stringify/sync'

/** What a spreadsheet takes for a formula, whatever it skips before it looks; and what is marked as text already. */
const MARKED = /^(?:'|[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^[\t\r]/

/**
 * Rows to CSV text. A text that a spreadsheet could run gets one `'` before it, and so does one that begins with `'`: without
 * it every text is as it was. `header`: with the line of names first.
 */
export function toCsv<Row extends Record<string, unknown>>(
  columns: readonly (keyof Row & string)[],
  rows: Iterable<Row>,
  { header = true }: { header?: boolean } = {},
): string {
  const clean = (value: unknown) => (typeof value === 'string' ? marked(value.replaceAll('\0', '')) : value)
  const records = [...rows].map((row) => columns.map((column) => clean(row[column])))
  // Every reader keeps white space at an end, and a line break of either kind, where the field is quoted.
  return stringify(header ? [[...columns], ...records] : records, {
    quoted_match: /^\s|\s$|[\r\n]/,
    record_delimiter: 'windows',
  })
}

const marked = (text: string): string => (MARKED.test(text) ? `'${text}` : text)
