type Frame = { from: number; to: number; top: number; width: number; height: number }

/** Paths of a step line, one for each stretch without a gap. `time` in epoch ms. */
export function stepPaths(
  points: readonly { time: number; count: number | null }[],
  { from, to, top, width, height }: Frame,
): string[] {
  const x = (time: number) => round(((time - from) / Math.max(1, to - from)) * width)
  const y = (count: number) => round(height - (count / Math.max(1, top)) * height)
  const paths: string[] = []
  let path = ''
  for (const { time, count } of points) {
    if (count === null) {
      if (path) paths.push(path)
      path = ''
    } else path += path ? `H${x(time)}V${y(count)}` : `M${x(time)} ${y(count)}`
  }
  return path ? [...paths, path] : paths
}

const round = (value: number) => Math.round(value * 10) / 10
