/** A starter as it is handed out: with the lines of the chosen boundaries, and the id of the device in it. */
import { BOUNDARIES, type Boundary, readBoundaries } from './boundaries'
import type { OwnBoundary } from './companions'
import type { Language } from './frameworks'
import { jsLiteral, pythonLiteral, shellWord } from './literals'

/** What a line ends with that belongs to some boundaries. */
const MARK = /(?:#|\/\/) boundary: ([a-z, ]+)$/

const EXAMPLE_ID = 'example:dev:runner:01'
const LITERALS: Record<Language, readonly [example: string, write: (id: string) => string]> = {
  python: [`"${EXAMPLE_ID}"`, pythonLiteral],
  node: [`'${EXAMPLE_ID}'`, jsLiteral],
  shell: [`'${EXAMPLE_ID}'`, shellWord],
}

const marksOf = (line: string): Boundary[] | null => {
  const names = MARK.exec(line)?.[1]
  return names === undefined ? null : readBoundaries(names.replaceAll(' ', ''))
}

/** The boundaries that a starter has, each with those that share a line with it and so come with it. */
export function boundariesIn(starter: string): OwnBoundary[] {
  const groups = starter.split('\n').flatMap((line) => {
    const marks = marksOf(line)
    return marks ? [marks] : []
  })
  const own = BOUNDARIES.filter((boundary) => groups.some((group) => group.includes(boundary)))
  return own.map((boundary) => ({
    boundary,
    with: own.filter(
      (other) => other !== boundary && groups.every((group) => !group.includes(boundary) || group.includes(other)),
    ),
  }))
}

/** The starter with the lines of these boundaries alone, and with this id. Throws a RangeError with the reason where the id cannot be written. */
export function writeStarter(starter: string, language: Language, id: string, chosen: readonly Boundary[]): string {
  const kept = starter.split('\n').filter((line) => {
    const marks = marksOf(line)
    return marks === null || marks.some((boundary) => chosen.includes(boundary))
  })
  const [example, write] = LITERALS[language]
  const parts = kept.join('\n').split(example)
  if (parts.length !== 2) throw new RangeError('a starter has its example id exactly once')
  return parts.join(write(id))
}
