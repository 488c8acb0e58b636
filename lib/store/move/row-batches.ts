import type { Row } from './source-file'

/** Rows and characters of one statement: what is held in memory at once, about. */
export type BatchLimits = { rows: number; chars: number }
export const BATCH_LIMITS: BatchLimits = { rows: 2_000, chars: 4_000_000 }

/** Rows in batches, each as long as the limits allow; one row is never too large. */
export function* rowBatches(rows: Iterable<Row>, limits: BatchLimits = BATCH_LIMITS): Generator<Row[]> {
  let batch: Row[] = []
  let chars = 0
  for (const row of rows) {
    batch.push(row)
    for (const value of row) chars += typeof value === 'string' ? value.length : 1
    if (batch.length < limits.rows && chars < limits.chars) continue
    yield batch
    batch = []
    chars = 0
  }
  if (batch.length > 0) yield batch
}
