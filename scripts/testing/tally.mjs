/** Counts of one run of tests that are handed on to the next, so that the last line of both has their sum. */
import { readFileSync, writeFileSync } from 'node:fs'

/** The file that both runs know, by `TEST_TALLY`; undefined when each counts for itself. */
const file = () => process.env.TEST_TALLY || undefined

/** Leaves the counts for the next run. @param {{ passed: number, failed: number, cells: unknown[] }} counts with the cells of the guards' matrix. */
export function leaveTally({ passed, failed, cells }) {
  const path = file()
  if (path) writeFileSync(path, JSON.stringify({ passed, failed, cells }))
}

/** The counts of the run before; one failure when it left none, because then it did not get to its end. */
export function tallyOfBefore() {
  const path = file()
  if (!path) return { passed: 0, failed: 0, cells: [] }
  try {
    const { passed, failed, cells } = JSON.parse(readFileSync(path, 'utf8'))
    if (Number.isInteger(passed) && Number.isInteger(failed) && Array.isArray(cells)) return { passed, failed, cells }
  } catch {
    // No file, or not a whole one: the run before did not get to its end.
  }
  return { passed: 0, failed: 1, cells: [] }
}
