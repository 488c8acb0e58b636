/** The rooms of the embedded authority, and which of them each may import: down only, type imports included. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = 'lib/authority'
/** Each room names the rooms that it may import; `.` is the root. */
const ROOMS: Record<string, string[]> = {
  '.': ['handlers', 'http', 'core', 'disk', 'keys', 'state'],
  handlers: ['http', 'core', 'disk', 'keys', 'state'],
  core: ['disk', 'keys', 'state'],
  http: ['keys', 'state'],
  disk: ['keys', 'state'],
  keys: [],
  state: [],
  simulator: [],
}

const roomOf = (path: string) => relative(ROOT, dirname(path)) || '.'

/** Imports of another room that the table does not allow, as "file: room". */
function forbidden(path: string, source: string): string[] {
  const room = roomOf(path)
  return [...source.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+|@\/lib\/authority\/[^']+)'/g)].flatMap(
    ([, from = '']) => {
      const target = roomOf(from.startsWith('@/') ? from.slice(2) : normalize(join(dirname(path), from)))
      return target === room || ROOMS[room]?.includes(target) ? [] : [`${path}: ${target}`]
    },
  )
}

const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|^testing\//.test(name))
  .map((name) => join(ROOT, name))

it('import only what lies below them', () => {
  expect(new Set(sources.map(roomOf))).toEqual(new Set(Object.keys(ROOMS)))
  expect(sources.flatMap((path) => forbidden(path, readFileSync(path, 'utf8')))).toEqual([])
})

it('name each room after all that it may import, so that there is no circle', () => {
  const order = Object.keys(ROOMS)
  for (const [room, below] of Object.entries(ROOMS))
    for (const other of below)
      expect([room, other, order.indexOf(other) > order.indexOf(room)]).toEqual([room, other, true])
})

it.each([
  ['disk/ledger.ts', "import { Refusal } from '../http/refusal'"],
  ['state/org.ts', "import type { Core } from '../core/core'"],
  ['keys/key-ring.ts', "import { Org } from '@/lib/authority/state/org'"],
  ['core/metrics.ts', "import {\n  metricsText,\n} from '../handlers/metrics-text'"],
  ['http/call.ts', "const { createRouter } = await import('../router')"],
  ['simulator/agent.ts', "import { apiOf } from '../testing/api'"],
])('would be found in %s: %s', (name, line) => {
  expect(forbidden(join(ROOT, name), `${line}\n`)).toHaveLength(1)
})
