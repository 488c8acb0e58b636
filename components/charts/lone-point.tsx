type PointProps = {
  cx?: number
  cy?: number
  index?: number
  dataKey?: unknown
  stroke?: string
  data: readonly Record<string, unknown>[]
}

/** A step between two that were not sampled: no line leads to it or from it. */
export function LonePoint({ cx, cy, index = 0, dataKey, stroke, data }: PointProps) {
  const isEmpty = (at: number) => (data[at]?.[String(dataKey)] ?? null) === null
  if (cx === undefined || cy === undefined || isEmpty(index) || !isEmpty(index - 1) || !isEmpty(index + 1)) return <g />
  return <circle cx={cx} cy={cy} r={1.5} fill={stroke} />
}
