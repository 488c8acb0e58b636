/** What a document says to type can be typed: scripts of the package, programs by name, files of tests. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PROGRAMS } from '../bundle.mjs'
import { readDocuments } from './documents'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

const KINDS: readonly [command: RegExp, exists: (name: string) => boolean][] = [
  [/\bnpm (?:run (?:--\S+ )*)?(?!run\b|ci\b)([a-z][\w:]*)/g, (name) => name in scripts],
  [/\bnode scripts\/run\.mjs ([a-z][\w-]*)/g, (name) => name in PROGRAMS],
  [/\b(?:npx (?:vitest run|playwright test)|node) ((?:app|components|e2e|lib|scripts|testing)\/\S+)/g, existsSync],
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
  const text =
    '`npm run gone` `npm gone`\n\n```sh\nnpm test\nnode scripts/run.mjs gone\nnpx vitest run lib/gone.test.ts -t a\n```'
  expect(wrongIn(text)).toEqual([
    'npm run gone',
    'npm gone',
    'node scripts/run.mjs gone',
    'npx vitest run lib/gone.test.ts',
  ])
})
