export type LegendEntry = { name: string; colour: string; dash?: string; opacity?: number }

/** Names of curves with a piece of each. */
export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
      {entries.map(({ name, colour, dash, opacity }) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg aria-hidden="true" width="18" height="10">
            <line
              x1="0"
              x2="18"
              y1="5"
              y2="5"
              stroke={colour}
              strokeOpacity={opacity}
              strokeWidth={opacity === undefined ? 2 : 10}
              strokeDasharray={dash}
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}
