/** Nine fills that differ in lightness and pattern, not in colour: neighbours in a stack are never of one kind. The last is of the rest. */
const FILLS = [
  { opacity: 0.8 },
  { pattern: 'M0 6L6 0' },
  { opacity: 0.35 },
  { pattern: 'M2 3h2' },
  { opacity: 0.12 },
  { pattern: 'M0 3H6' },
  { opacity: 0.55 },
  { pattern: 'M0 0L6 6M0 6L6 0' },
  { opacity: 0 },
] as const

const idOf = (index: number) => `series-fill-${index}`
const at = (index: number, isRest: boolean) => (isRest ? FILLS.length - 1 : index % (FILLS.length - 1))

/** The look of a series as SVG attributes. @param isRest it is what the others leave. */
export function seriesFill(index: number, isRest: boolean): { fill: string; fillOpacity: number } {
  const fill = FILLS[at(index, isRest)] ?? FILLS[0]
  return 'pattern' in fill
    ? { fill: `url(#${idOf(at(index, isRest))})`, fillOpacity: 1 }
    : { fill: 'var(--ink)', fillOpacity: fill.opacity }
}

/** The patterns, once in the chart that uses them. */
export function SeriesPatterns() {
  return (
    <defs>
      {FILLS.map((fill, index) =>
        'pattern' in fill ? (
          <pattern key={fill.pattern} id={idOf(index)} width="6" height="6" patternUnits="userSpaceOnUse">
            <path d={fill.pattern} stroke="var(--ink)" strokeWidth="1.4" />
          </pattern>
        ) : null,
      )}
    </defs>
  )
}
