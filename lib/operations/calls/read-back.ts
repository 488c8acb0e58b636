import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { CallResult, DeviceKind } from './call-devices'

/** A reading that begins now. */
export const tryToRead = (org: OrgRuntime): Promise<boolean> =>
  org.reader.readNow().then(
    () => true,
    () => false,
  )

/**
 * Notes the answers to calls and reads their devices back. `read` begins a reading when all have come; where each answer came
 * with the authority's revision, a reading that began after the calls did, and shows the org at the highest of them or later, is
 * as good: the one under way, often. Only if it shows every device in the wanted state: what is missing is looked for anew.
 */
export function createReadBack(org: OrgRuntime, kind: DeviceKind, { since }: { since: number }) {
  let highest: number | null = 0
  return {
    note(answers: readonly CallResult[]): void {
      for (const { outcome, revision } of answers) {
        if (outcome === 'refused') continue
        const isKnown = highest !== null && outcome === 'accepted' && revision !== undefined
        highest = isKnown ? Math.max(highest as number, revision) : null
      }
    },
    /** @returns whether the devices were read. Never rejects. */
    async read(ids: readonly string[]): Promise<boolean> {
      if (highest === null || highest === 0) return tryToRead(org)
      const isRead = await org.reader.readPast(highest, since).then(
        () => true,
        () => false,
      )
      return isRead && ids.every((id) => isInWantedState(org, kind, id)) ? true : tryToRead(org)
    },
  }
}

/** Answers that make a reading worth its while. With fewer than `left` to come, the reading at the end follows soon. */
const WHOLE_LIST = { answers: 4_000, left: 4_000 }
/** If an authority reports what changed, a reading costs no more than its changed devices. */
const CHANGES_ONLY = { answers: 1_000, left: 1_500 }

/**
 * Reads a large operation's devices back while the rest is still being sent, so that the reading at its end, which alone
 * gives outcomes, has little left to fetch. @returns to be called with the number of each slice's answers.
 */
export function createEarlyReadback(org: OrgRuntime, total: number): (answers: number) => void {
  let answered = 0
  let read = 0
  let isReading = false
  const readIfDue = () => {
    const worth = org.reading.revision === null ? WHOLE_LIST : CHANGES_ONLY
    if (isReading || answered - read < worth.answers || total - answered < worth.left) return
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

/** Whether the last reading shows the device as the operation wants it. */
export function isInWantedState(org: OrgRuntime, kind: DeviceKind, deviceId: string): boolean {
  const status = org.fleet.statusOf(deviceId)
  if (kind === 'revoke') return status === 'revoked'
  if (kind === 'restore') return status === 'active'
  return (status === undefined) === (kind === 'remove')
}
