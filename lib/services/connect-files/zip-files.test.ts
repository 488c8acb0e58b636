/** The zip of all files, unpacked: the bytes of the page, in one folder, whatever the id is called. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { BOUNDARIES } from '@/lib/domain/connect/boundaries'
import { FRAMEWORKS, type Framework } from '@/lib/domain/connect/frameworks'
import { type HandedFile, handOut } from '@/lib/domain/connect/hand-out'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { unpackZip } from '@/testing/zip/unpack-zip'
import { readGuards } from './read-guards'
import { safeName } from './safe-name'
import { zipFiles } from './zip-files'

const AT = Date.UTC(2026, 10, 28, 3, 12)
const sources = await readGuards()
const filesFor = (framework: Framework, id = 'team:prod:runner:01') =>
  handOut(framework, sources, { id, baseUrl: 'http://127.0.0.1:4040', boundaries: BOUNDARIES })

describe.each(FRAMEWORKS.map((framework): [string, Framework] => [framework.id, framework]))('%s', (_, framework) => {
  it('unpacks to one folder with the bytes of the page, and the modes of their kinds', () => {
    const files = filesFor(framework)
    const folder = temporaryFolder()
    unpackZip(zipFiles(files, 'agent-team-prod', AT), folder)
    expect(readdirSync(folder)).toEqual(['agent-team-prod'])
    const inside = join(folder, 'agent-team-prod')
    expect(readdirSync(inside).sort()).toEqual(files.map(({ name }) => name).sort())
    for (const { name, text } of files) {
      expect(readFileSync(join(inside, name)).equals(Buffer.from(text)), name).toBe(true)
      expect(statSync(join(inside, name)).mode & 0o777, name).toBe(name.endsWith('.sh') ? 0o755 : 0o644)
    }
  })
})

const HOSTILE = [
  '../../etc/cron.d/x',
  '..\\..\\x',
  '/abs',
  'C:\\x',
  'a\0b',
  'con',
  '-rf',
  '.hidden',
  'x\u202etxt',
  '\ud800',
  '',
]

it('no id makes a name that leads out of the folder, or that a system reads as anything else', () => {
  const isSafe = (id: string): void => {
    expect(safeName('agent', id)).toMatch(/^agent(-[A-Za-z0-9]+)*$/)
  }
  for (const id of HOSTILE) isSafe(id)
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 256 }), isSafe))
  expect(safeName('agent', 'a:'.repeat(128)).length).toBeLessThanOrEqual(80)
})

const file = (name: string): HandedFile => ({ name, text: 'x', kind: 'copy' })

it.each(['../x', 'a/b', 'a\\b', '.x', '-x', '', 'x.', 'a\0', '/x', 'C:x'])('writes no file called %j', (name) => {
  expect(() => zipFiles([file(name)], 'agent', AT)).toThrow(RangeError)
  expect(() => zipFiles([file('x')], name, AT)).toThrow(RangeError)
})

it('mutant: the id as it is, as the name of the folder, leads out of it', () => {
  const id = '../../x'
  expect(() => zipFiles([file('x')], id, AT)).toThrow(RangeError)
  expect(Object.keys(unzipSync(zipFiles([file('x')], safeName('agent', id), AT)))).toEqual(['agent-x/x'])
})
