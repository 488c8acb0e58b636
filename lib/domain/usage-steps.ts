/**
 * Usage over time, in steps of equal width. The counts of a step are those of its last sample, all of them, so that they add up;
 * beside them is the lowest count of devices allowed to work, so that a stop never averages away. If nothing was sampled (the
 * console was down, or could not read) the step has no counts: a line through it would claim what is unknown.
 */

/** One sample. `at` in epoch ms; the last three are running totals of the authority, null where it does not count. */
export type UsageSample = {
  at: number
  allowed: number
  active: number
  revoked: number
  cap: number | null
  registrations: number | null
  validations_allowed: number | null
  validations_denied: number | null
}

/** `at`: when the step begins, ISO 8601. All null: nothing was sampled. */
export type UsagePoint = {
  at: string
  allowed: number | null
  allowedLowest: number | null
  active: number | null
  revoked: number | null
  cap: number | null
  /** Growth within the step; null where the authority does not count, or the step before was not sampled. */
  registrations: number | null
  validationsAllowed: number | null
  validationsDenied: number | null
}

/** `lastAt`: its last sample, in epoch ms; null without one. */
export type UsageStep = { at: number; lastAt: number | null; point: UsagePoint }

type Grid = {
  widthMs: number
  /** Samples farther apart than this leave a gap. */
  gapMs: number
  /** The end of what is shown, in epoch ms. */
  until: number
}

/** @param samples oldest first. */
export function usageSteps(samples: readonly UsageSample[], { widthMs, gapMs, until }: Grid): UsageStep[] {
  const steps: UsageStep[] = []
  const beginOf = (at: number) => Math.floor(at / widthMs) * widthMs
  const addGap = (from: number, to: number) => {
    if (to - from <= gapMs) return
    for (let at = beginOf(from) + widthMs; at < beginOf(to); at += widthMs) steps.push(emptyStep(at))
  }
  let before: UsageSample | undefined
  for (let index = 0; index < samples.length; ) {
    const first = samples[index] as UsageSample
    const at = beginOf(first.at)
    let end = index
    while (end < samples.length && beginOf((samples[end] as UsageSample).at) === at) end += 1
    const own = samples.slice(index, end)
    if (before) addGap(before.at, first.at)
    const isAfterGap = before !== undefined && first.at - before.at > gapMs
    steps.push(stepOf(at, own, isAfterGap ? undefined : before))
    before = own.at(-1)
    index = end
  }
  if (before && until - before.at > gapMs) addGap(before.at, until + widthMs)
  return steps
}

function stepOf(at: number, samples: readonly UsageSample[], before: UsageSample | undefined): UsageStep {
  const last = samples.at(-1) as UsageSample
  const point: UsagePoint = {
    at: new Date(at).toISOString(),
    allowed: last.allowed,
    allowedLowest: samples.reduce((lowest, { allowed }) => Math.min(lowest, allowed), last.allowed),
    active: last.active,
    revoked: last.revoked,
    cap: last.cap,
    registrations: growth(before?.registrations, last.registrations),
    validationsAllowed: growth(before?.validations_allowed, last.validations_allowed),
    validationsDenied: growth(before?.validations_denied, last.validations_denied),
  }
  return { at, lastAt: last.at, point }
}

const NOTHING = {
  allowed: null,
  allowedLowest: null,
  active: null,
  revoked: null,
  cap: null,
  registrations: null,
  validationsAllowed: null,
  validationsDenied: null,
}

const emptyStep = (at: number): UsageStep => ({
  at,
  lastAt: null,
  point: { at: new Date(at).toISOString(), ...NOTHING },
})

/** A counter that went back began anew. */
function growth(before: number | null | undefined, after: number | null): number | null {
  if (before === null || before === undefined || after === null) return null
  return after >= before ? after - before : after
}

/** Active devices by one value of a part at one sample; `at` in epoch ms. */
export type PartSample = { at: number; value: string; active: number }
/** `points` by step: null where nothing was sampled. */
export type PartSeries = { value: string; points: (number | null)[] }

/** What the values of a part that are not shown one by one come to, and ids that have no such part. */
export const OTHER_VALUES = 'other'

/**
 * Active devices by the values of a part: the largest one by one, and all the rest as `other`, so that each step adds up to its
 * active devices. @param max series at most, `other` included.
 */
export function partSeries(steps: readonly UsageStep[], samples: readonly PartSample[], max: number): PartSeries[] {
  const indexOf = new Map(steps.flatMap(({ lastAt }, index) => (lastAt === null ? [] : [[lastAt, index] as const])))
  const byValue = new Map<string, Map<number, number>>()
  for (const { at, value, active } of samples) {
    const index = indexOf.get(at)
    if (index === undefined || value === OTHER_VALUES) continue
    const points = byValue.get(value) ?? new Map<number, number>()
    byValue.set(value, points.set(index, active))
  }
  const peak = (points: Map<number, number>) => Math.max(...points.values())
  const shown = [...byValue].sort((a, b) => peak(b[1]) - peak(a[1]) || (a[0] < b[0] ? -1 : 1)).slice(0, max - 1)
  const series = shown.map(([value, points]) => ({
    value,
    points: steps.map(({ lastAt }, index) => (lastAt === null ? null : (points.get(index) ?? 0))),
  }))
  const rest = steps.map(({ point }, index) =>
    point.active === null ? null : point.active - series.reduce((sum, { points }) => sum + (points[index] ?? 0), 0),
  )
  // Rolled-up means are rounded each for itself.
  const others = rest.map((count) => (count === null ? null : Math.max(0, count)))
  return others.some((count) => count !== null && count > 0)
    ? [...series, { value: OTHER_VALUES, points: others }]
    : series
}
