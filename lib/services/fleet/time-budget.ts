import { InvalidInput } from '@/lib/domain/errors'

const CHECK_EVERY = 1_024

/** Ends a search that would hold up everybody else. `spend()` once per text tested; throws InvalidInput when time is up. */
export class TimeBudget {
  readonly #endsAt: number
  #untilCheck = CHECK_EVERY

  constructor(budgetMs: number) {
    this.#endsAt = performance.now() + budgetMs
  }

  spend(): void {
    if (--this.#untilCheck > 0) return
    this.#untilCheck = CHECK_EVERY
    if (performance.now() > this.#endsAt) {
      throw new InvalidInput('This selector takes too long on this fleet; use fewer wildcards and braces.')
    }
  }
}
