/** `npm run release` as it is called, in a repository of its own. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import manifest from '@/package.json'
import { closeUnreleased } from './changelog.mjs'
import { isNewer } from './version.mjs'

const NEXT = '99.0.0'
const TAKEN = ['package.json', 'package-lock.json', '.npmrc', '.gitignore', 'scripts/release.mjs', 'scripts/release']
const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A door.\n\n## [0.0.1] - 2026-01-01\n\n- A wall.\n'

let folder: string
const call = (command: string, ...args: string[]) => {
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: 'Ann',
    GIT_AUTHOR_EMAIL: 'ann@example.org',
    GIT_COMMITTER_NAME: 'Ann',
    GIT_COMMITTER_EMAIL: 'ann@example.org',
  }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env })
  return { status, said: `${stdout}${stderr}`.trim() }
}
const release = (...args: string[]) => call(process.execPath, 'scripts/release.mjs', ...args)
const read = (path: string) => readFileSync(join(folder, path), 'utf8')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'))
  for (const path of TAKEN) cpSync(path, join(folder, path), { recursive: true })
  writeFileSync(join(folder, 'CHANGELOG.md'), CHANGELOG)
  call('git', 'init', '--quiet')
  call('git', 'add', '--all')
  expect(call('git', 'commit', '--quiet', '--message', 'begin').status).toBe(0)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('writes version and changelog, lists the packages, commits and tags', () => {
  expect(release(NEXT)).toEqual({ status: 0, said: expect.stringContaining(`tagged v${NEXT}`) })
  expect(JSON.parse(read('package.json')).version).toBe(NEXT)
  const lock = JSON.parse(read('package-lock.json'))
  expect([lock.version, lock.packages[''].version]).toEqual([NEXT, NEXT])
  expect(read('package-lock.json')).not.toContain('"resolved"')
  expect(read('CHANGELOG.md')).toMatch(
    /## \[Unreleased\]\n\n## \[99\.0\.0\] - \d{4}-\d\d-\d\d\n\n### Added\n\n- A door\./,
  )
  expect(call('git', 'status', '--porcelain').said).toBe('')
  expect(call('git', 'log', '-1', '--format=%s').said).toBe(`release: ${NEXT}`)
  expect(call('git', 'cat-file', '-p', `v${NEXT}`).said).toContain('- A door.')
  const sbom = JSON.parse(read('dist/sbom.json'))
  expect(sbom.bomFormat).toBe('CycloneDX')
  expect(sbom.metadata.component).toMatchObject({ name: 'machineid-console', version: NEXT, type: 'application' })
  const listed = sbom.components.map(({ name, version }: { name: string; version: string }) => `${name}@${version}`)
  const installed = Object.entries(lock.packages as Record<string, { version: string; dev?: boolean }>).flatMap(
    ([path, { version, dev }]) => (path === '' || dev ? [] : [`${path.split('node_modules/').at(-1)}@${version}`]),
  )
  expect(new Set(listed)).toEqual(new Set(installed))
  expect(sbom.components.filter(({ hashes }: { hashes?: unknown[] }) => !hashes?.length)).toEqual([])
  const refs = new Set([sbom.metadata.component, ...sbom.components].map((one) => one['bom-ref']))
  const pointed = sbom.dependencies.flatMap((one: { ref: string; dependsOn: string[] }) => [one.ref, ...one.dependsOn])
  expect(pointed.filter((ref: string) => !refs.has(ref))).toEqual([])
})

it('only says what it would do when asked to', () => {
  expect(release(NEXT, '--dry-run')).toEqual({ status: 0, said: expect.stringContaining('- A door.') })
  expect(call('git', 'status', '--porcelain').said).toBe('')
  expect(call('git', 'tag').said).toBe('')
  expect(existsSync(join(folder, 'dist'))).toBe(false)
})

it.each([
  ['a tree with changes', () => writeFileSync(join(folder, 'new.txt'), ''), NEXT, 'not clean'],
  ['a version that is not newer', () => {}, '0.0.1', 'no version after'],
  ['no version', () => {}, '', 'no version after'],
  ['a tag that is there', () => call('git', 'tag', `v${NEXT}`), NEXT, 'a tag v99.0.0 already'],
  [
    'nothing to release',
    () => {
      writeFileSync(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n')
      call('git', 'commit', '--quiet', '--all', '--message', 'empty')
    },
    NEXT,
    'no lines under "Unreleased"',
  ],
])('refuses %s and writes nothing', (_what, prepare, version, why) => {
  prepare()
  const before = call('git', 'status', '--porcelain').said
  expect(release(version)).toEqual({ status: 1, said: expect.stringContaining(why) })
  expect(call('git', 'status', '--porcelain').said).toBe(before)
  expect(JSON.parse(read('package.json')).version).toBe(manifest.version)
})

it('leaves the tree as it was when a step fails', () => {
  writeFileSync(join(folder, '.git/hooks/pre-commit'), '#!/bin/sh\necho "not today" >&2\nexit 1\n', { mode: 0o755 })
  expect(release(NEXT)).toEqual({ status: 1, said: expect.stringContaining('not today') })
  expect(call('git', 'status', '--porcelain').said).toBe('')
  expect(call('git', 'tag').said).toBe('')
})

it('keeps what was released before', () => {
  const closed = closeUnreleased(CHANGELOG, '1.0.0', new Date('2026-11-27T00:00:00Z'))
  expect(closed?.section).toBe('## [1.0.0] - 2026-11-27\n\n### Added\n\n- A door.')
  expect(closed?.text).toMatch(/- A door\.\n\n## \[0\.0\.1\] - 2026-01-01\n\n- A wall\.\n$/)
  expect(closeUnreleased('# Changelog\n', '1.0.0', new Date())).toBeNull()
})

it.each([
  ['0.2.0', '0.1.9', true],
  ['1.0.0', '0.9.9', true],
  ['0.10.0', '0.9.0', true],
  ['0.1.0', '0.1.0', false],
  ['0.1.0', '0.2.0', false],
  ['v0.2.0', '0.1.0', false],
  ['0.2', '0.1.0', false],
])('says whether %s is after %s', (version, before, is) => {
  expect(isNewer(version, before)).toBe(is)
})
