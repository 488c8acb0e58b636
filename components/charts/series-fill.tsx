/**
 * Eight fills that differ in colour, in lightness and in pattern, and one for the rest. Every second one is hatched, so that a border
 * is seen on paper without colour, and by eyes that see fewer of them.
 */
const HATCHES = [null, 'M0 6L6 0', null, 'M2 3h2', null, 'M0 3H6', null, 'M0 0L6 6M0 6L6 0'] as const

const idOf = (index: number) => `series-fill-${index}`
const colourOf = (index: number) => `var(--series${index + 1})`

/** The look of a series as SVG attributes. @param isRest it is what the others leave. */
export function seriesFill(index: number, isRest: boolean): { fill: string; fillOpacity: number } {
  if (isRest) return { fill: 'var(--off-bg)', fillOpacity: 1 }
  const at = index % HATCHES.length
  return { fill: HATCHES[at] === null ? colourOf(at) : `url(#${idOf(at)})`, fillOpacity: 1 }
}

/** The colour alone, for a line. */
export const seriesColour = (index: number, isRest: boolean): string =>
  isRest ? 'var(--off)' : colourOf(index % HATCHES.length)

/** The hatched fills, once on the page that uses them. */
export function SeriesPatterns() {
  return (
    <defs>
      {HATCHES.map((hatch, index) =>
        hatch === null ? null : (
          <pattern key={hatch} id={idOf(index)} width="6" height="6" patternUnits="userSpaceOnUse">
            <path d="M0 0H6V6H0Z" fill={colourOf(index)} />
            <path d={hatch} stroke="var(--panel)" strokeWidth="1.2" />
          </pattern>
        ),
      )}
    </defs>
  )
}
