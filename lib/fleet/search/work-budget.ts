import { InvalidInput } from '@/lib/domain/errors'

/**
 * Ends a search that would block all other work. It counts work and not time, so that a busy machine never refuses what
 * an idle one would do: a stop must not depend on the load. One unit is one character looked at by one matcher.
 */
export class WorkBudget {
  #left: number

  constructor(units: number) {
    this.#left = units
  }

  /** Throws InvalidInput once the units are used up. */
  spend(units: number): void {
    this.#left -= units
    if (this.#left < 0) {
      throw new InvalidInput('This selector costs too much on this fleet; use fewer wildcards and braces.')
    }
  }
}
