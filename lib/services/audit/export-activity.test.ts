/** A downloaded record proves itself against the anchors, without the console that made it. */
import type { KeyObject } from 'node:crypto'
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { record } from '@/lib/audit/audit-log'
import { verifyExport } from '@/lib/audit/verify/verify-export'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { exportActivity, exportActivityView } from './export-activity'

let running: TestConsole
afterEach(() => running.close())

const origin = (orgId: string | null) => ({ orgId, actor: null, address: null, requestId: null, at: 1_800_000_000_000 })

async function download(format: 'csv' | 'jsonl'): Promise<string> {
  const { body } = await invoke(exportActivity, await running.as('viewer'), { format })
  return new Response(body).text()
}

/** A record of the org of more than one page, with events of another org and of none in between. */
async function recorded(): Promise<void> {
  running = await testConsole({ devices: ['a'] })
  const { db } = running.deps.store
  const orgId = running.org.row.id
  await db.transaction().execute(async (tx) => {
    for (let at = 0; at < 620; at += 1) {
      const reason = at === 3 ? '=cmd|"/c calc"!A1' : `because ${at}\nand "so"`
      await record(tx, origin(orgId), 'operation.reason', { operationId: randomUUID(), reason }, reason)
      if (at % 10 === 0) await record(tx, origin(null), 'session.refused', { email: 'not-of-the-org@example.org' })
    }
  })
  await running.deps.anchoring.publish()
}

async function verify(lines: readonly string[]) {
  const { anchoring } = running.deps
  return verifyExport(lines, await anchoring.anchors(), anchoring.publicKey as KeyObject)
}

it('verifies against the anchors, and every tampering with it is found', async () => {
  await recorded()
  const lines = (await download('jsonl')).trimEnd().split('\n')
  expect(await verify(lines)).toMatchObject({ ok: true, events: lines.length - 1, notAnchored: 0, findings: [] })
  expect(lines.join()).not.toContain('not-of-the-org')
  const edited = lines.map((line, at) => (at === 400 ? line.replace('because 4', 'because 5') : line))
  const moved = [...lines.slice(0, 5), lines[6] as string, lines[5] as string, ...lines.slice(7)]
  for (const bad of [edited, lines.toSpliced(7, 1), moved, lines.toSpliced(-2, 1), [...lines, lines[0] as string]])
    expect((await verify(bad)).ok).toBe(false)
  // Its own download is recorded, and in the next one, not yet anchored.
  const next = (await download('jsonl')).trimEnd().split('\n')
  expect(JSON.parse(next.at(-2) as string)).toMatchObject({
    kind: 'export.made',
    data: { what: 'activity', rows: lines.length - 1 },
  })
  expect(await verify(next)).toMatchObject({ ok: true, notAnchored: 1 })
})

it('is a table that runs nothing, oldest first, of this org alone', async () => {
  await recorded()
  const csv = await download('csv')
  expect(csv.match(/^\ufeff?"sequence",/gm)).toHaveLength(1)
  expect(csv).toContain(`"'=cmd|""/c calc""!A1"`)
  expect(csv).not.toMatch(/(^|,)"?[=+@]/m)
  expect(csv).not.toContain('not-of-the-org')
  const places = [...csv.matchAll(/^(\d+),(\d+),"\d{4}-/gm)].map(([, , place]) => Number(place))
  expect(places).toEqual(places.map((_, at) => at + 1))
  expect(places).toHaveLength(620)
})

it('of a view follows its filter and its order, and is no record to verify', async () => {
  await recorded()
  const view = async (role: 'admin' | 'viewer', filter: Record<string, string>, deploymentAdmin = false) => {
    const context = await running.as(role)
    const actor = { ...context.actor, deploymentAdmin }
    const { body } = await invoke(exportActivityView, { ...context, actor }, filter)
    const [names = '', ...lines] = (await new Response(body).text()).trimEnd().split(/\r\n(?=\d|$)/)
    expect(names).toContain('"sequence"')
    return lines
  }
  const reasons = await view('viewer', { kind: 'operation.reason' })
  expect(reasons).toHaveLength(620)
  const places = reasons.map((line) => Number(line.split(',')[0]))
  expect(places).toEqual(places.toSorted((a, b) => b - a))
  expect(reasons.join()).not.toContain('record.head')
  // Sign-ins are for people who manage access, in a file as on the page.
  expect((await view('viewer', { kind: 'session.refused' })).filter(Boolean)).toEqual([])
  // Of a stranger, who is in no org: for an admin of the deployment.
  expect((await view('admin', { kind: 'session.refused' })).filter(Boolean)).toEqual([])
  expect(await view('admin', { kind: 'session.refused' }, true)).toHaveLength(62)
  expect((await view('viewer', { to: new Date(1).toISOString() })).filter(Boolean)).toEqual([])
  const made = await view('viewer', { kind: 'export.made' })
  expect(made[0]).toContain('activity')
})
