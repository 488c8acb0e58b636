/** The list of operations as a file: all of them, of one kind, and recorded like every export. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { listActivity } from '@/lib/services/audit/list-activity'
import { exportOperations } from '@/lib/services/operations/export-operations'
import { invoke } from '@/lib/services/service'
import { insertOperation } from '@/lib/store/operations'
import { type TestConsole, testConsole } from '../console/test-console'

let running: TestConsole
afterEach(() => running.close())

const linesOf = async (body: string | ReadableStream<Uint8Array>): Promise<string[]> =>
  (await new Response(body).text())
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n')

it('contains who did what to how many, and what came of it', async () => {
  running = await testConsole({ devices: ['a', 'b'] })
  const operator = await running.as('operator', { name: 'Olga' })
  await running.act(operator, { kind: 'revoke', target: { ids: ['a', 'b'] }, reason: '=drill' })
  await running.act(operator, { kind: 'restore', target: { ids: ['a'] } })
  const viewer = await running.as('viewer')
  const all = await linesOf((await invoke(exportOperations, viewer, {})).body)
  expect(all[0]).toMatch(/^"?id"?,"?kind"?,/)
  expect(all.slice(1).map((line) => line.split(',')[1])).toEqual(['"restore"', '"revoke"'])
  const file = await invoke(exportOperations, viewer, { kind: 'revoke' })
  expect(file.filename).toMatch(/^main-operations-revoke-.+\.csv$/)
  const [columns = '', revoke = '', ...more] = await linesOf(file.body)
  expect(more).toEqual([])
  const row = new Map(columns.split(',').map((name, at) => [name.replaceAll('"', ''), revoke.split(',')[at]]))
  // A spreadsheet must not take the reason for a formula.
  expect(Object.fromEntries(row)).toMatchObject({ by: '"Olga"', reason: `"'=drill"`, stop: '"accepted"' })
  expect([row.get('total'), row.get('done'), row.get('failed')].map((cell) => cell?.replaceAll('"', ''))).toEqual([
    '2',
    '2',
    '0',
  ])
  const { events } = await invoke(listActivity, operator, {})
  expect(events.filter(({ kind }) => kind === 'export.made').map(({ data }) => data)).toEqual([
    { what: 'operations', rows: 1 },
    { what: 'operations', rows: 2 },
  ])
})

it('has each of many once, also of one millisecond', async () => {
  running = await testConsole()
  const operator = await running.as('operator')
  const context = { ...operator, org: running.org, role: 'operator' as const }
  const ids = Array.from({ length: 450 }, () => randomUUID())
  for (const id of ids) {
    const row = newOperation(context, { id, kind: 'register' }, 'digest', {
      total: 0,
      selector: null,
      selectionId: null,
    })
    await insertOperation(running.deps.store.db, { ...row, state: 'finished', requested_at: 1_000 })
  }
  const [, ...lines] = await linesOf((await invoke(exportOperations, operator, {})).body)
  expect(lines.map((line) => line.split(',')[0]?.replaceAll('"', '')).sort()).toEqual([...ids].sort())
})
