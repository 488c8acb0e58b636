import type { Decision } from '@/lib/domain/device'
import { CountedTexts } from './counted-texts'
import { NumberColumn, resized } from './number-column'

const ANSWERS = ['none', 'allowed', 'denied', 'none'] as const
/** By `kind`: not reported, allowed, denied, reported that there was none; the same again where the device's own key asked. */
export const DECISIONS = [...ANSWERS, ...ANSWERS] as const
const [NOT_REPORTED, ALLOWED, DENIED, NONE, PROVEN] = [0, 1, 2, 3, 4]

/** The last decision of each device. */
export class DecisionColumn {
  /** Index into `DECISIONS`. */
  kind = new Uint8Array(0)
  /** A code of `codes` plus 1; 0 without a decision. */
  code = new Uint32Array(0)
  /** The codes of decisions as they came. */
  readonly codes = new CountedTexts()
  readonly #at = new NumberColumn()
  readonly #revision = new NumberColumn()
  /** A code of `#requestIds` plus 1. */
  readonly #requestId = new NumberColumn()
  readonly #requestIds = new CountedTexts()

  get(slot: number): Decision | null | undefined {
    const kind = this.kind[slot]! & ~PROVEN
    if (kind === NOT_REPORTED) return undefined
    if (kind === NONE) return null
    const decision: Decision = { allowed: kind === ALLOWED, code: this.codes.text(this.code[slot]! - 1) }
    const at = this.#at.get(slot)
    const revision = this.#revision.get(slot)
    const requestId = this.#requestId.get(slot)
    if (at !== undefined) decision.at = at
    if (revision !== undefined) decision.revision = revision
    if (requestId !== undefined) decision.requestId = this.#requestIds.text(requestId - 1)
    if ((this.kind[slot]! & PROVEN) !== 0) decision.proven = true
    return decision
  }

  /** `slotsEnd` as in `NumberColumn`. */
  put(slot: number, decision: Decision | null | undefined, slotsEnd: number): void {
    const capacity = this.kind.length
    const codeBefore = this.code[slot]!
    // A slot that was never put may hold 0 there.
    const requestBefore = this.#requestId.get(slot) ?? 0
    const { requestId } = decision ?? {}
    // The new ones first: a text that stays in use is not written again.
    this.code[slot] = decision ? this.codes.take(decision.code) + 1 : 0
    const request = requestId === undefined ? undefined : this.#requestIds.take(requestId) + 1
    if (codeBefore > 0) this.codes.release(codeBefore - 1)
    if (requestBefore > 0) this.#requestIds.release(requestBefore - 1)
    const answer = decision ? (decision.allowed ? ALLOWED : DENIED) : decision === null ? NONE : NOT_REPORTED
    this.kind[slot] = decision?.proven ? answer | PROVEN : answer
    this.#at.put(slot, decision?.at, slotsEnd, capacity)
    this.#revision.put(slot, decision?.revision, slotsEnd, capacity)
    this.#requestId.put(slot, request, slotsEnd, capacity)
  }

  grow(capacity: number): void {
    this.kind = resized(this.kind, capacity)
    this.code = resized(this.code, capacity)
  }
}
