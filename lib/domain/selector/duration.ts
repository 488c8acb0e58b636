/** Spans such as `90s`, `5m`, `2h`, `1d`, `2w`. */
const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

const DURATION_MS_MAX = 36_500 * 86_400_000

/** Milliseconds, or null when the text is no span of at most 100 years. Several units add up: `1h30m`. */
export function parseDuration(text: string): number | null {
  if (!/^(?:\d{1,9}[smhdw])+$/i.test(text)) return null
  let total = 0
  for (const [, count, unit] of text.toLowerCase().matchAll(/(\d+)([smhdw])/g)) {
    total += Number(count) * UNITS.find(([name]) => name === unit)![1]
  }
  return total <= DURATION_MS_MAX ? total : null
}

/** The shortest text of whole seconds in one unit. */
export function formatDuration(ms: number): string {
  const [name, size] = UNITS.find(([, each]) => ms > 0 && ms % each === 0) ?? UNITS[4]
  return `${ms / size}${name}`
}
