/**
 * Every write of an operation, its items, its holds or its fence is noted in its transaction: it goes through the `tx` that
 * `changing` or `inserting` gives. One that does not would leave the record saying what is no longer so.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOMS = ['lib', 'scripts', 'app']
const TABLES = ['operations', 'operation_items', 'holds', 'fences']
const WRITE = new RegExp(
  `(\\w+)\\s*\\.(insertInto|updateTable|deleteFrom|insertMany)\\('(${TABLES.join('|')})'\\)`,
  'g',
)

const sources = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|migrations\/|testing\//.test(path))
    .map((path) => join(room, path)),
)

/** Writes by another handle than the noted one, as "file: statement". */
const unnoted = (file: string, source: string): string[] =>
  [...source.matchAll(WRITE)].flatMap(([, handle, verb, table]) =>
    handle === 'tx' ? [] : [`${file}: ${handle}.${verb}('${table}')`],
  )

it('are all noted, but for the one that can change nothing that has ended', () => {
  const found = sources.flatMap((file) => unnoted(file, readFileSync(file, 'utf8')))
  expect(found).toEqual(["lib/store/operations.ts: db.updateTable('operations')"])
  expect(readFileSync('lib/store/operations.ts', 'utf8')).toMatch(/markRunning[\s\S]{0,160}'state', '<>', 'finished'/)
})

it('would be found', () => {
  expect(unnoted('x', "db\n    .updateTable('operation_items')\n    .set({})")).toHaveLength(1)
  expect(unnoted('x', "tx.insertInto('holds').values(row)")).toEqual([])
})
