import { readFileSync } from 'node:fs'
import { type Anchor, parseAnchor } from './anchor'

/**
 * Anchors oldest first, up to the first line that is none; `damagedLine` is its number, from 1. `endsInHalf`: a power cut left
 * half a line at the end, which was never acknowledged. `areElsewhere`: they are where this program cannot read them.
 */
export type AnchorFile = { anchors: Anchor[]; damagedLine: number | null; endsInHalf: boolean; areElsewhere?: true }

export const NO_ANCHORS: AnchorFile = { anchors: [], damagedLine: null, endsInHalf: false }
export const ANCHORS_ELSEWHERE: AnchorFile = { ...NO_ANCHORS, areElsewhere: true }

/** @throws the fault of the file system. */
export function readAnchors(path: string): AnchorFile {
  const lines = readFileSync(path, 'utf8').split('\n')
  const rest = lines.pop() ?? ''
  // Complete but for its line break: an editor removed it.
  const whole = rest !== '' && parseAnchor(rest) !== null
  const anchors: Anchor[] = []
  for (const line of whole ? [...lines, rest] : lines) {
    const anchor = parseAnchor(line)
    if (!anchor) return { anchors, damagedLine: anchors.length + 1, endsInHalf: false }
    anchors.push(anchor)
  }
  return { anchors, damagedLine: null, endsInHalf: rest !== '' && !whole }
}

/** Files in the order in which they were written. */
export const joinAnchors = (files: readonly AnchorFile[]): AnchorFile => {
  const damaged = files.findIndex((file) => file.damagedLine !== null)
  const before = files.slice(0, Math.max(0, damaged)).reduce((sum, file) => sum + file.anchors.length, 0)
  return {
    anchors: files.flatMap((file) => file.anchors),
    damagedLine: damaged < 0 ? null : before + (files[damaged]?.damagedLine ?? 0),
    endsInHalf: files.at(-1)?.endsInHalf ?? false,
  }
}
