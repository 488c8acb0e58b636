const NUMBERS = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/

/** Whether a text is a version of three numbers, and after another one. */
export function isNewer(version, before) {
  const [next, last] = [version, before].map((text) => NUMBERS.exec(text)?.slice(1).map(Number))
  if (!next || !last) return false
  const at = next.findIndex((number, index) => number !== last[index])
  return at >= 0 && next[at] > last[at]
}
