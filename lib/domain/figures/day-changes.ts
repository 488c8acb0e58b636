/** What changed in an org over the last day, from its usage samples and its operations. What they do not show is null. */
import type { OperationKind } from '../operation'

export type Change<Value> = { from: Value; to: Value }

export type DayChanges = {
  /** The oldest sample that is compared with, ISO 8601; null: there is none. */
  since: string | null
  /** Registrations as the authority counts them; null: it does not, or there is nothing to compare with. */
  registered: number | null
  active: Change<number> | null
  revoked: Change<number> | null
  /** Only if it changed. A side is null if there was no cap, or it was not known. */
  cap: Change<number | null> | null
  /** Operations that were requested, by kind; `devices` that they were of. */
  operations: RequestedKind[]
}

export type RequestedKind = { kind: OperationKind; operations: number; devices: number }

type Sample = { at: number; active: number; revoked: number; cap: number | null; registrations: number | null }

/**
 * @param samples of the day, oldest first.
 * @param now what is known now; null: nothing was read yet, so the newest sample is taken. A sample is taken at once after an act
 * of a person and else every minute, so samples alone would show a revoke sooner than a registration.
 */
export function dayChanges(
  samples: readonly Sample[],
  operations: readonly RequestedKind[],
  now: Sample | null,
): DayChanges {
  const compared = now ? [...samples, known(now, samples.at(-1))] : samples
  const [first, last] = [compared[0], compared.at(-1)]
  const requested = operations.filter((kind) => kind.operations > 0)
  if (!first || !last || first === last)
    return { since: null, registered: null, active: null, revoked: null, cap: null, operations: requested }
  return {
    since: new Date(first.at).toISOString(),
    registered: grown(compared.map(({ registrations }) => registrations)),
    active: { from: first.active, to: last.active },
    revoked: { from: first.revoked, to: last.revoked },
    cap: first.cap === last.cap ? null : { from: first.cap, to: last.cap },
    operations: requested,
  }
}

/** A reading whose usage could not be read has no cap and no total: what was known last is not said to have changed. */
const known = (now: Sample, before: Sample | undefined): Sample =>
  now.cap === null && now.registrations === null && before
    ? { ...now, cap: before.cap, registrations: before.registrations }
    : now

/** Growth of a running total, which begins anew when it goes back; null if it is missing at the beginning or the end. */
function grown(totals: readonly (number | null)[]): number | null {
  if (totals[0] === null || totals.at(-1) === null) return null
  const known = totals.filter((total) => total !== null)
  return known.slice(1).reduce((sum, total, index) => {
    const before = known[index] as number
    return sum + (total >= before ? total - before : total)
  }, 0)
}
