import type { OrgRuntime } from '../orgs/org-runtime'
import { tryToRead } from './end-operation'

/** Answers that make a reading worth its while. */
const ANSWERS = 4_000
/** With less than this to come, the reading at the end follows soon. */
const LEFT = 4_000

/**
 * Reads a large operation's devices back while the rest is still being sent, so that the reading at its end, which alone
 * gives outcomes, has little left to fetch. @returns to be called with the number of each slice's answers.
 */
export function createReadAlong(org: OrgRuntime, total: number): (answers: number) => void {
  let answered = 0
  let read = 0
  let isReading = false
  const readIfDue = () => {
    if (isReading || answered - read < ANSWERS || total - answered < LEFT) return
    isReading = true
    read = answered
    void tryToRead(org).then(() => {
      isReading = false
      readIfDue()
    })
  }
  return (answers) => {
    answered += answers
    readIfDue()
  }
}
