/** CSV that a spreadsheet can open without running anything in it. */
import { stringify } from 'csv-stringify/sync'

/** What a spreadsheet skips before it looks for a formula. */
const LEADING_NOISE = /^[\0\s\u200b\ufeff]+(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/

/** Rows to CSV text; formulas are escaped. `header`: with the line of names first. */
export function toCsv<Row extends Record<string, unknown>>(
  columns: readonly (keyof Row & string)[],
  rows: Iterable<Row>,
  { header = true }: { header?: boolean } = {},
): string {
  const clean = (value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').replace(LEADING_NOISE, '') : value
  const records = [...rows].map((row) => columns.map((column) => clean(row[column])))
  return stringify(header ? [[...columns], ...records] : records, {
    escape_formulas: true,
    record_delimiter: 'windows',
  })
}
