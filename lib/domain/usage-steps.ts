/**
 * Usage over time, in steps of equal width. The counts of a step are those of its last sample, all of them, so that they add up;
 * beside them are the lowest, the highest and the mean, so that a stop never averages away. If nothing was sampled (the console was
 * down, or could not read) the step has no counts: a line through it would claim what is unknown.
 */

/**
 * One sample, as it was taken or rolled up. `at` in epoch ms: when it was taken, or when its hour or day began. Of a rolled-up one
 * the first counts are means, and those below are null if only the mean is known. Counters are running totals of the authority,
 * null where it does not count.
 */
export type UsageSample = {
  /** Seconds; 0: as it was taken. */
  resolution: number
  at: number
  allowed: number
  active: number
  revoked: number
  cap: number | null
  registrations: number | null
  validations_allowed: number | null
  validations_denied: number | null
  allowed_min: number | null
  allowed_last: number | null
  active_min: number | null
  active_max: number | null
  active_last: number | null
  revoked_last: number | null
  cap_last: number | null
}

/**
 * `at`: when the step begins, ISO 8601. All null: nothing was sampled. `meanOnly`: the step is older than what is kept of it: the
 * counts are means, the lowest and the highest are not known.
 */
export type UsagePoint = {
  at: string
  meanOnly: boolean
  allowed: number | null
  allowedLowest: number | null
  allowedMean: number | null
  active: number | null
  activeLowest: number | null
  activeHighest: number | null
  activeMean: number | null
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

const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)

/** Null as soon as one is not known. */
function extreme(values: readonly (number | null)[], of: (a: number, b: number) => number): number | null {
  let found: number | null = null
  for (const value of values) {
    if (value === null) return null
    found = found === null ? value : of(found, value)
  }
  return found
}

function stepOf(at: number, samples: readonly UsageSample[], before: UsageSample | undefined): UsageStep {
  const last = samples.at(-1) as UsageSample
  /** What is known beside the mean: of a raw sample it is the count itself. */
  const known = (sample: UsageSample, count: 'allowed' | 'active' | 'revoked', kept: number | null) =>
    sample.resolution === 0 ? sample[count] : kept
  const point: UsagePoint = {
    at: new Date(at).toISOString(),
    meanOnly: known(last, 'active', last.active_last) === null,
    allowed: known(last, 'allowed', last.allowed_last) ?? last.allowed,
    allowedLowest: extreme(
      samples.map((sample) => known(sample, 'allowed', sample.allowed_min)),
      Math.min,
    ),
    allowedMean: mean(samples.map(({ allowed }) => allowed)),
    active: known(last, 'active', last.active_last) ?? last.active,
    activeLowest: extreme(
      samples.map((sample) => known(sample, 'active', sample.active_min)),
      Math.min,
    ),
    activeHighest: extreme(
      samples.map((sample) => known(sample, 'active', sample.active_max)),
      Math.max,
    ),
    activeMean: mean(samples.map(({ active }) => active)),
    revoked: known(last, 'revoked', last.revoked_last) ?? last.revoked,
    cap: last.resolution === 0 ? last.cap : (last.cap_last ?? last.cap),
    registrations: growth(before?.registrations, last.registrations),
    validationsAllowed: growth(before?.validations_allowed, last.validations_allowed),
    validationsDenied: growth(before?.validations_denied, last.validations_denied),
  }
  return { at, lastAt: last.at, point }
}

const NOTHING = {
  meanOnly: false,
  allowed: null,
  allowedLowest: null,
  allowedMean: null,
  active: null,
  activeLowest: null,
  activeHighest: null,
  activeMean: null,
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
