/**
 * A migration does the same wherever and whenever it runs: it imports nothing that the console may change, but keeps frozen
 * copies. Only the query builder and Node's own modules are allowed, type imports included.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const FOLDER = 'lib/store/migrations'
const ALLOWED = /^(kysely|node:[\w/]+)$/
const IMPORTS = /\b(?:from|import|require)\s*\(?\s*['"`]([^'"`]+)['"`]/g

/** What a source imports that a migration may not. */
const livingImports = (source: string): string[] =>
  [...source.matchAll(IMPORTS)].map(([, from]) => from as string).filter((from) => !ALLOWED.test(from))

const migrations = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.[cm]?tsx?$/.test(name) && !/\.test\.ts$/.test(name),
)

it('imports nothing living', () => {
  expect(migrations.length).toBeGreaterThan(10)
  const found = migrations.flatMap((name) =>
    livingImports(readFileSync(join(FOLDER, name), 'utf8')).map((from) => `${name}: ${from}`),
  )
  expect(found, 'Copy what the migration needs into its file.').toEqual([])
})

it.each([
  "import { listedId } from '@/lib/domain/ids/listed-id'",
  "import type { Database } from '../schema'",
  "import {\n  chainOf,\n  GENESIS,\n} from '../audit-chain'",
  "import './0001-main'",
  "export { up } from './0001-main'",
  "const { up } = await import('../append-events')",
  "const SQLite = require('better-sqlite3')",
  "import ipaddr from 'ipaddr.js'",
])('finds %s', (line) => {
  expect(livingImports(`import { sql } from 'kysely'\n${line}\n`)).toHaveLength(1)
})

it('lets the query builder and the modules of Node be', () => {
  expect(livingImports("import { sql } from 'kysely'\nimport { hash } from 'node:crypto'\n")).toEqual([])
})
