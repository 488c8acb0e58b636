import { readFileSync } from 'node:fs'
import { AppError } from '@/lib/domain/errors'
import { type Anchor, parseAnchor } from './anchor'

/** Every anchor of a file, oldest first. @throws AppError `invalid-input` that names the line that is none. */
export function readAnchors(path: string): Anchor[] {
  // What follows the last line break is nothing, or half a line that a power cut left: it was never acknowledged.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line, index) => {
    const anchor = parseAnchor(line)
    if (anchor) return anchor
    throw new AppError('invalid-input', `Line ${index + 1} of ${path} is no anchor: the file was changed.`)
  })
}
