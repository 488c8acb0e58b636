/**
 * A list that is suddenly empty is rather a fault of the authority than the end of every device. The last list stays, marked,
 * until a second reading at least 10 s later is empty too; one that lists devices again simply replaces it.
 */
import { authorityAtStart } from '@/lib/domain/authority-name'
import { textTimeToSecond } from '@/lib/domain/time/text-time'
import type { ReadTarget } from './reading'

const AGREES_AFTER_MS = 10_000

/** `at`: the console's clock; `ms`: a clock that is never set. */
type Moment = { at: number; ms: number }

export class EmptyListDoubt {
  /** When the first empty list came. */
  #first: Moment | null = null

  get isOpen(): boolean {
    return this.#first !== null
  }

  /** Whether a reading that began at `begunMs` and lists `count` devices is believed. */
  believes(
    { fleet, removals }: Pick<ReadTarget, 'fleet' | 'removals'>,
    count: number,
    begunMs: number,
    now: Moment,
  ): boolean {
    const isSudden = count === 0 && fleet.size > 0 && !removals.explain(fleet)
    if (isSudden && (this.#first === null || begunMs - this.#first.ms < AGREES_AFTER_MS)) {
      this.#first ??= now
      return false
    }
    this.#first = null
    return true
  }

  /** The sentence that people see while the doubt is open. */
  sentence({ authority, reading }: Pick<ReadTarget, 'authority' | 'reading'>): string {
    const at = this.#first ? textTimeToSecond(this.#first.at) : 'some time'
    const before = reading.readAt === null ? 'before' : `of ${textTimeToSecond(reading.readAt)}`
    return `${authorityAtStart(authority.name)} listed no devices at ${at}. Showing the list ${before} until a second reading agrees.`
  }
}
