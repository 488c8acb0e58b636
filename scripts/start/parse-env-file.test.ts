import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { EnvFileError, parseEnvFile } from './parse-env-file.mjs'

const folder = mkdtempSync(join(tmpdir(), 'env-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a program that reads the file finds under `A`. */
function readers(content: string): Record<string, string> {
  const file = join(folder, 'env')
  writeFileSync(file, content)
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: 'test' }
  const say = 'process.stdout.write(process.env.A ?? "")'
  const shell = spawnSync('sh', ['-c', `set -a; . "${file}"; exec "${process.execPath}" -e '${say}'`], { env })
  const node = spawnSync(process.execPath, [`--env-file=${file}`, '-e', say], { env })
  return { shell: shell.stdout.toString(), node: node.stdout.toString(), ours: parseEnvFile(content).A ?? '' }
}

describe('a line that is accepted means the same to every reader', () => {
  it.each([
    ['A=plain', 'plain'],
    ['A=', ''],
    ['export A=exported', 'exported'],
    ['A=with=equals==', 'with=equals=='],
    ['A=value # a comment', 'value'],
    ['A=value   ', 'value'],
    ['  A=indented', 'indented'],
    ["A='two words'", 'two words'],
    ['A=\'a#b $HOME \\n `id` "x" !\'', 'a#b $HOME \\n `id` "x" !'],
    ["A='quoted' # a comment", 'quoted'],
    ['A="two words # inside"', 'two words # inside'],
    ['A=""', ''],
    ['# only a comment\n\nA=after\n', 'after'],
    ['A=no-newline-at-the-end', 'no-newline-at-the-end'],
    ['A=https://user@example.org:8443/a,b%20c+d', 'https://user@example.org:8443/a,b%20c+d'],
    ['A=::1', '::1'],
  ])('%j', (content, value) => {
    expect(readers(content)).toEqual({ shell: value, node: value, ours: value })
  })
})

describe('any other form is a fault that names its line', () => {
  it.each([
    ['A=1\nB=two words', 2],
    ['A=$HOME', 1],
    ['A="x$HOME"', 1],
    ['A="a\\nb"', 1],
    ['A="x`id`"', 1],
    ['A=a#b', 1],
    ["A=it's", 1],
    ["A='open", 1],
    ['A="-----BEGIN\nsecond\n-----END"', 1],
    ["A='a'b", 1],
    ["A='a'#b", 1],
    ['A = spaced', 1],
    ['A= leading', 1],
    ['A: yaml', 1],
    ['nonsense', 1],
    ['1A=x', 1],
    ['A-B=x', 1],
    ['A=1\nB=2\nA=3', 3],
    ['A=x\r\nB=y\r\n', 1],
    ['\uFEFFA=x', 1],
    ['A=x\u0000', 1],
    ['A=a;b', 1],
    ['A=a&b', 1],
    ['A=~/x', 1],
    ['A=a(b', 1],
    ['A={b}', 1],
  ])('%j', (content, line) => {
    expect(() => parseEnvFile(content)).toThrow(EnvFileError)
    expect(() => parseEnvFile(content)).toThrow(`line ${line}:`)
  })

  it('text that is not UTF-8', () => {
    expect(() => parseEnvFile(Buffer.from('\uFEFFA=x', 'utf16le'))).toThrow('not UTF-8')
  })

  it('names all at once, and no value', () => {
    const read = () => parseEnvFile('A=se cret\nB=$secret')
    expect(read).toThrow(/line 1:.*\n.*line 2:/)
    expect(read).not.toThrow(/se cret|\$secret/)
  })
})
