/** CSV that a spreadsheet can open without running anything in it. */
import { stringify } from 'csv-stringify/sync'

/** What a spreadsheet skips before it looks for a formula. */
const LEADING_NOISE = /^[\0\s\u200b\ufeff]+(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/

/** Rows to CSV text with a header line; formulas are escaped. */
export function toCsv<Row extends Record<string, unknown>>(
  columns: readonly (keyof Row & string)[],
  rows: Iterable<Row>,
): string {
  const clean = (value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').replace(LEADING_NOISE, '') : value
  const records = [...rows].map((row) => columns.map((column) => clean(row[column])))
  return stringify([[...columns], ...records], { escape_formulas: true, record_delimiter: 'windows' })
}
