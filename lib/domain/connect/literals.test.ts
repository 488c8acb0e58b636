/** Whatever an id is, Node, a shell and a file of variables give back exactly that, or it is refused. Python: `test_literals.py`. */
import { spawnSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { envLine, jsLiteral, pythonLiteral, shellWord } from './literals'

/** Texts that end a literal, a comment or a line somewhere, or turn its direction. */
const HOSTILE = [
  ...[
    '"',
    "'",
    '`',
    '\\',
    '"""',
    "'''",
    '*/',
    '//',
    '#',
    '$()',
    '$\u007bHOME}',
    '$HOME',
    '`id`',
    '$(id)',
    '!!',
    '%s',
    '%',
    '~',
    '-',
    '-n',
  ],
  ...[
    '\n',
    '\r',
    '\t',
    '\0',
    '\u{1b}[2J',
    '\x7f',
    '\x85',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u200b',
    '\u202e',
    '\u2066',
    '\u200f',
  ],
  ...[
    'שלום',
    'א',
    'é',
    'e\u0301',
    '😀',
    '\u{10ffff}',
    '\ud800',
    '\udfff',
    '\\n',
    '\\u0041',
    '\\x41',
    '\\',
    ' ',
    '  ',
    '=',
    ':',
    ';',
    '&',
    '|',
  ],
  ...[
    '</script>',
    '{',
    '}',
    '*',
    '?',
    '[a]',
    'crewai:prod:runner:01',
    '(',
    ')',
    '<',
    '>',
    '\\\\',
    "'\\''",
    '\\101',
    '\\0',
  ],
]

const ids = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''))
const sample = [...HOSTILE, ...fc.sample(ids.filter(Boolean), 600)]

/** Those that are written, each with its text; the others say why not. */
function written(write: (id: string) => string, some: readonly string[] = sample): [id: string, text: string][] {
  return some.flatMap((id): [string, string][] => {
    try {
      const text = write(id)
      expect(text).toMatch(/^[ -~]+$/)
      return [[id, text]]
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
      expect((error as Error).message).toMatch(/^[A-Z][^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+\.$/u)
      return []
    }
  })
}

const refused = (write: (id: string) => string) => {
  const kept = new Set(written(write).map(([id]) => id))
  return sample.filter((id) => !kept.has(id))
}

/** What programs print that were given all literals in one file. */
function run(program: string, input: string): string {
  const { stdout, stderr, status } = spawnSync(program, ['-'], {
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'test' },
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout
}

it('Node reads back the id', () => {
  const pairs = written(jsLiteral)
  const said = run(process.execPath, `console.log(JSON.stringify([\n${pairs.map(([, text]) => text).join(',\n')}\n]))`)
  expect(JSON.parse(said)).toEqual(pairs.map(([id]) => id))
})

it('would find a writer that only puts quotes around it', () => {
  const readsBack = (id: string) => {
    try {
      return runInNewContext(`'${id}'`) === id
    } catch {
      return false
    }
  }
  expect(HOSTILE.filter((id) => !readsBack(id))).toEqual(expect.arrayContaining(["'", '\\', '\n', '\\u0041']))
})

it('a shell reads back the id', () => {
  const pairs = written(shellWord)
  const script = pairs.map(([, text]) => `set -- ${text}\nprintf '%s\\n' "$#:$1"`).join('\n')
  expect(run('sh', script).split('\n').slice(0, -1)).toEqual(pairs.map(([id]) => `1:${id}`))
})

it('Node and a shell read back the id from a file of variables', () => {
  const pairs = written((id) => envLine('ID', id), [...sample, 'a/b@c,d+e=f-g_h.i', '-', '='])
  for (const [id, text] of pairs) expect(parseEnv(text)).toEqual({ ID: id })
  const script = pairs.map(([, text]) => `${text}\nprintf '%s\\n' "$ID"`).join('\n')
  expect(run('sh', script).split('\n').slice(0, -1)).toEqual(pairs.map(([id]) => id))
})

it('refuses what cannot be carried, and nothing else', () => {
  const half = sample.filter((id) => /\p{Cs}/u.test(id))
  expect(refused(pythonLiteral)).toEqual(half)
  expect(refused(jsLiteral)).toEqual(half)
  expect(refused(shellWord)).toEqual(sample.filter((id) => /[\p{Cs}\p{Cc}]/u.test(id)))
  for (const write of [pythonLiteral, jsLiteral, shellWord, (id: string) => envLine('ID', id)])
    expect(() => write('')).toThrow('An empty id')
  expect(() => envLine('A B', 'x')).toThrow(TypeError)
  expect(() => envLine('ID', 'a b')).toThrow('disagree about " "')
})

it('leaves a usual id as it is', () => {
  const id = 'crewai:prod:tool-runner:05'
  expect([pythonLiteral(id), jsLiteral(id), shellWord(id), envLine('MACHINEID_DEVICE_ID', id)]).toEqual([
    `"${id}"`,
    `'${id}'`,
    `'${id}'`,
    `MACHINEID_DEVICE_ID=${id}`,
  ])
  expect(envLine('MACHINEID_BASE_URL', 'http://127.0.0.1:4040')).toBe('MACHINEID_BASE_URL=http://127.0.0.1:4040')
})
