import type { WeekDay } from '@/lib/domain/time/iso-week'
import type { UsagePoint, UsageStep } from '@/lib/domain/usage-steps'
import type { WeekDayCounts } from '@/lib/domain/wire/usage'

type Count = Exclude<keyof UsagePoint, 'at' | 'meanOnly'>

/** The counts of one day from the steps that begin in it. */
export function weekDay({ date, from, to }: WeekDay, steps: readonly UsageStep[]): WeekDayCounts {
  const points = steps.filter(({ at, lastAt }) => at >= from && at < to && lastAt !== null).map(({ point }) => point)
  const known = (count: Count) => points.flatMap((point) => point[count] ?? [])
  const reduced = (values: readonly number[], of: (a: number, b: number) => number) =>
    values.length === 0 ? null : values.reduce((a, b) => of(a, b))
  const sum = (count: Count) => reduced(known(count), (a, b) => a + b)
  return {
    date,
    activeLowest: reduced(
      points.flatMap((point) => point.activeLowest ?? point.active ?? []),
      Math.min,
    ),
    activeHighest: reduced(
      points.flatMap((point) => point.activeHighest ?? point.active ?? []),
      Math.max,
    ),
    allowedLowest: reduced(
      points.flatMap((point) => point.allowedLowest ?? point.allowed ?? []),
      Math.min,
    ),
    revoked: known('revoked').at(-1) ?? null,
    registrations: sum('registrations'),
    validationsAllowed: sum('validationsAllowed'),
    validationsDenied: sum('validationsDenied'),
  }
}
