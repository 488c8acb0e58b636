/** Proof that the lint rule of each room fires: one violation per zone, and one import that each may make. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const ZONES: [room: string, forbidden: string, allowed: string][] = [
  ['lib/domain', '@/lib/store/open-store', './errors'],
  ['lib/domain', 'node:fs', 'zod'],
  ['lib/machineid', '@/lib/services/service', '@/lib/domain/errors'],
  ['lib/store', '@/lib/machineid/client', '@/lib/domain/errors'],
  ['lib/services', '@/lib/server/route', '@/lib/store/open-store'],
  ['lib/services', 'next/headers', '@/lib/machineid/client'],
  ['lib/services/operations', '../../server/route', '../service'],
  ['lib/server', '@/lib/client/api/fetch-json', '@/lib/services/service'],
  ['lib/client', '@/lib/services/service', '@/lib/domain/errors'],
  ['lib/client', 'zod', '@tanstack/react-query'],
  ['lib/authority', '@/lib/store/open-store', '@/lib/domain/ids/device-id'],
  ['components/ui', '@/lib/domain/errors', 'react'],
  ['components/devices', '@/lib/server/route', '@/components/ui/button'],
  ['components/devices', '@/lib/services/service', '@/lib/client/api/fetch-json'],
  ['components/devices', '@/app/layout', '@/lib/domain/errors'],
  ['e2e', '@/lib/services/service', '@/lib/authority/start-authority'],
]

const folder = mkdtempSync(join(tmpdir(), 'console-zones-'))
const fileOf = (index: number, verdict: string) => `${ZONES[index]?.[0]}/zone-${index}-${verdict}.ts`
let flagged: Set<string>

beforeAll(() => {
  cpSync('biome.json', join(folder, 'biome.json'))
  for (const [index, [, forbidden, allowed]] of ZONES.entries()) {
    for (const [verdict, from] of [
      ['forbidden', forbidden],
      ['allowed', allowed],
    ] as const) {
      const path = join(folder, fileOf(index, verdict))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, `import { x } from '${from}'\n\nx()\n`)
    }
  }
  const biome = resolve('node_modules/.bin/biome')
  const { stdout } = spawnSync(
    biome,
    [
      'lint',
      '--only=style/noRestrictedImports',
      '--vcs-enabled=false',
      '--reporter=json',
      '--max-diagnostics=none',
      '.',
    ],
    { cwd: folder, encoding: 'utf8' },
  )
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string | { file: string } } }[] }
  flagged = new Set(
    diagnostics.map(({ location: { path } }) => (typeof path === 'string' ? path : path.file).replace(/^\.\//, '')),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each(ZONES.map(([room, forbidden], index) => [room, forbidden, index] as const))(
  '%s may not import %s',
  (_room, _from, index) => {
    expect([...flagged]).toContain(fileOf(index, 'forbidden'))
  },
)

it.each(ZONES.map(([room, , allowed], index) => [room, allowed, index] as const))(
  '%s may import %s',
  (_room, _from, index) => {
    expect([...flagged]).not.toContain(fileOf(index, 'allowed'))
  },
)
