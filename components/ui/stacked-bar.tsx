/** Parts of a whole as one bar. An SVG because its widths are attributes, which no style policy can refuse. */
export function StackedBar({ parts, label }: { parts: { value: number; className: string }[]; label: string }) {
  const total = parts.reduce((sum, part) => sum + part.value, 0)
  let x = 0
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      className="stacked-bar h-2 w-full overflow-hidden rounded-full bg-off-bg"
    >
      {total > 0 &&
        parts.map((part) => {
          const width = (part.value / total) * 100
          const rect = <rect key={part.className} x={x} y="0" width={width} height="1" className={part.className} />
          x += width
          return rect
        })}
    </svg>
  )
}
