/** What a document says to type can be typed: scripts of the package, programs by name, files of tests. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PROGRAMS } from '../bundle.mjs'
import { readDocuments } from './documents'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** A file or a folder, and of a file the test that is named after it. */
function isThere(named: string): boolean {
  const [path = '', test] = named.split(/ -t '|'$/)
  return existsSync(path) && (!test || (statSync(path).isFile() && readFileSync(path, 'utf8').includes(test)))
}

const KINDS: readonly [command: RegExp, exists: (name: string) => boolean][] = [
  [/\bnpm (?:run (?:--\S+ )*)?(?!run\b|ci\b)([a-z][\w:]*)/g, (name) => name in scripts],
  [/\bnode scripts\/run\.mjs ([a-z][\w-]*)/g, (name) => name in PROGRAMS],
  [
    /\b(?:npx (?:vitest run|playwright test)|node) ((?:app|components|e2e|lib|scripts|testing)\/\S+(?: -t '[^']+')?)/g,
    isThere,
  ],
]

/** Commands in code, inline or in a block, that name what is not there. */
const wrongIn = (text: string): string[] =>
  [...text.matchAll(/```(?:sh|python)\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, block, inline]) =>
    KINDS.flatMap(([command, exists]) =>
      [...(block ?? inline ?? '').matchAll(command)].flatMap(([typed, name]) =>
        exists(name as string) ? [] : [typed],
      ),
    ),
  )

it('names only commands that there are', () => {
  expect(readDocuments().flatMap(({ path, text }) => wrongIn(text).map((typed) => `${path}: ${typed}`))).toEqual([])
})

it('would find one that is gone', () => {
  const gone = [
    'npm run gone',
    'npm gone',
    'node scripts/run.mjs gone',
    'npx vitest run lib/gone.test.ts',
    "npx vitest run lib/domain/friction.test.ts -t 'a name of before'",
  ]
  expect(gone.flatMap((typed) => wrongIn(`Run \`${typed}\`.`))).toEqual(gone)
  expect(wrongIn(['```sh', 'npm test', ...gone, '```'].join('\n')).sort()).toEqual([...gone].sort())
})
