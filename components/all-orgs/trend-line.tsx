const WIDTH = 100
const HEIGHT = 24

/** Devices allowed to work over the last day as a small line; nothing while there are fewer than two hours of it. */
export function TrendLine({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null
  const top = Math.max(...values, 1)
  const points = values
    .map((value, index) => `${(index / (values.length - 1)) * WIDTH},${HEIGHT - 1 - (value / top) * (HEIGHT - 2)}`)
    .join(' ')
  const [first = 0, last = 0] = [values[0], values.at(-1)]
  return (
    <svg
      role="img"
      aria-label={`Allowed to work in the last day: from ${first.toLocaleString('en')} to ${last.toLocaleString('en')}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-6 w-full"
    >
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        className="text-soft"
      />
    </svg>
  )
}
