import type { Core } from '../core/core'
import type { Call, Reply } from '../http/call'
import { field } from '../http/parse-json'
import { invalidRequest } from '../http/refusal'
import type { Org } from '../state/org'

const REASON_CHARS_MAX = 1000

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

const statusOf = (handler: string, org: Org, now: number) => ({
  status: 'ok',
  handler,
  execution: org.disabled ? 'disabled' : 'enabled',
  changedAt: iso(org.changedAt),
  reason: org.reason,
  revision: org.revision,
  now: iso(now),
})

export function orgStatus(_core: Core, { org, now }: Call): Reply {
  return { status: 200, body: statusOf('org/status', org, now) }
}

function readReason(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' || value.length > REASON_CHARS_MAX) {
    throw invalidRequest(`reason must be a text of at most ${REASON_CHARS_MAX} characters.`)
  }
  return value.trim() || null
}

/** A handler that disables or enables the whole org. What is so already stays as it is, with its time and its reason. */
export const setExecution =
  (handler: string, disabled: boolean) =>
  async (core: Core, { org, body, now }: Call): Promise<Reply> => {
    const reason = readReason(field(body, 'reason'))
    const reply = await core.committer.run((tx) => {
      if (org.disabled === disabled) return { ...statusOf(handler, org, now), changed: false }
      const before = { disabled: org.disabled, changedAt: org.changedAt, reason: org.reason }
      org.nextRevision()
      tx.undo(() => Object.assign(org, before))
      Object.assign(org, { disabled, changedAt: now, reason })
      tx.store.setExecution(org.id, disabled, now, reason)
      return { ...statusOf(handler, org, now), changed: true }
    })
    return { status: 200, body: reply }
  }
