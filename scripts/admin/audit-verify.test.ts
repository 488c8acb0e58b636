/** The program as it is run: each answer has its exit code and its sentence, listed in --help and in the README. */
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Anchor } from '@/lib/audit/anchors/anchor'
import { currentHead } from '@/lib/audit/anchors/current-head'
import { EXIT_MEANINGS } from '@/lib/domain/record-verdict'
import { exportActivity } from '@/lib/services/audit/export-activity'
import { invoke } from '@/lib/services/service'
import { openStore } from '@/lib/store/open/open-store'
import { updateOperation } from '@/lib/store/operations'
import { actOut, RECORDED_DEVICES } from '@/testing/console/recorded-acts'
import { testConsole } from '@/testing/console/test-console'

const APART_MS = 61_000

let folder: string
let anchors: Anchor[]
let head: string
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-verify-'))
  let passedMs = 0
  const now = () => Date.now() + passedMs
  const running = await testConsole({ devices: RECORDED_DEVICES, now, database: at('console.db') })
  const between = async () => {
    await running.deps.anchoring.publish()
    passedMs += APART_MS
  }
  await actOut(running, between, now)
  anchors = (await running.deps.anchoring.anchors()).anchors
  const { body } = await invoke(exportActivity, await running.as('viewer'), { format: 'jsonl' })
  writeFileSync(at('activity.jsonl'), await new Response(body).text())
  head = await currentHead(running)
  const key = running.deps.anchoring.publicKey as KeyObject
  writeFileSync(at('key.pub'), key.export({ type: 'spki', format: 'pem' }))
  await running.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, lines: readonly (Anchor | string)[]) => {
  writeFileSync(at(name), lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
  return at(name)
}

function verify(...options: string[]): { exit: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--enable-source-maps', 'dist/audit-verify.mjs', ...options],
    { encoding: 'utf8', env: { ...process.env, AUDIT_ANCHOR: '', DATA_DIR: folder } },
  )
  return { exit: status, said: `${stdout}${stderr}` }
}

const key = () => ['--public-key', at('key.pub')]
const whole = (...more: string[]) =>
  verify('--database', at('console.db'), '--anchor', write('all.jsonl', anchors), ...key(), ...more)
const withAnchors = (lines: readonly (Anchor | string)[], ...more: string[]) =>
  verify('--database', at('console.db'), '--anchor', write('some.jsonl', lines), ...key(), ...more)

/** A copy of the database after some statements. */
function altered(...statements: string[]): string {
  copyFileSync(at('console.db'), at('altered.db'))
  const db = new SQLite(at('altered.db'))
  for (const statement of statements) db.exec(statement)
  db.close()
  return at('altered.db')
}

describe('of a database', () => {
  it('is never a plain OK without a head', () => {
    const { exit, said } = whole()
    expect(exit).toBe(3)
    expect(said).toContain('Tail unproven')
    expect(said).toContain('Not covered: 1 operation that has not ended')
    expect(said).not.toMatch(/^OK/m)
  })

  it('is OK with the head that was kept, from the record page or an export, and with what came after it', () => {
    expect(whole('--expect-head', head)).toMatchObject({ exit: 0 })
    const exported = JSON.parse(readFileSync(at('activity.jsonl'), 'utf8').trimEnd().split('\n').at(-1) ?? '').head
    const { exit, said } = whole('--expect-head', exported)
    expect([exit, said]).toEqual([
      0,
      expect.stringMatching(/OK: the head that you kept is in the record; 1 events came after/),
    ])
    const [, , hash] = head.split(':')
    expect(whole('--expect-head', hash as string).exit).toBe(0)
  })

  it.each([
    ['gone', 4, () => verify('--database', at('console.db'), '--anchor', at('nowhere.jsonl'), ...key())],
    ['empty', 4, () => withAnchors([])],
    ['dangling', 5, () => withAnchors(anchors.slice(2))],
    ['with a gap', 6, () => withAnchors(anchors.toSpliced(3, 1))],
    ['repeated', 6, () => withAnchors([...anchors.slice(0, 4), ...anchors.slice(3)])],
    ['moved', 6, () => withAnchors([anchors[0], anchors[2], anchors[1], ...anchors.slice(3)] as Anchor[])],
    ['overdue', 8, () => withAnchors(anchors.slice(0, -2))],
    ['cut since the head was kept', 11, () => withAnchors(anchors.slice(0, -2), '--expect-head', head)],
    [
      'changed',
      10,
      () => withAnchors([{ ...(anchors[0] as Anchor), at: '2026-01-01T00:00:00.000Z' }, ...anchors.slice(1)]),
    ],
    ['a line of something else', 10, () => withAnchors([...anchors.slice(0, 3), 'nonsense', ...anchors.slice(3)])],
  ] as const)('anchors %s: %i', (_, exit, run) => {
    const answer = run()
    expect(answer).toMatchObject({ exit })
    expect(answer.said).toContain('Not the record that was written')
  })

  it('says what is cut off where only the head shows it', () => {
    const last = (column: string) =>
      `(select ${column} from audit_events where chain = '*' or coalesce(org_id, '') = chain order by sequence desc limit 1)`
    const cut = altered(
      'delete from audit_events where sequence > 40',
      `update audit_heads set sequence = ${last('org_sequence')}, hash = ${last('hash')} where chain <> '*'`,
      `update audit_heads set sequence = ${last('sequence')}, hash = ${last('chain_hash')} where chain = '*'`,
    )
    const kept = anchors.filter(({ heads }) => heads.every(({ chain, sequence }) => chain !== '*' || sequence <= 40))
    const file = write('cut.jsonl', kept)
    const without = verify('--database', cut, '--anchor', file, ...key())
    const given = verify('--database', cut, '--anchor', file, ...key(), '--expect-head', head)
    // A thorough intruder removes the rows too.
    expect(without.exit).toBe(13)
    expect(without.said).not.toContain('the head that you kept')
    expect(given.said).toMatch(/the head that you kept is event \d+, and the record ends with event 40/)
    expect(given.exit).toBe(9)
    expect(given.said).toContain('the anchor that was the newest when you kept the head is gone')
    const nothingElse = verify(
      '--database',
      cut,
      '--anchor',
      file,
      ...key(),
      '--expect-head',
      head.split(':')[2] as string,
    )
    expect(nothingElse.exit).toBe(9)
  })

  it('takes the key of the head for the one that signs', () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })
    writeFileSync(at('other.pub'), other)
    const by = ['--database', at('console.db'), '--anchor', at('all.jsonl'), '--public-key', at('other.pub')]
    expect(verify(...by)).toMatchObject({ exit: 10 })
    expect(verify(...by, '--expect-head', head)).toMatchObject({ exit: 12 })
  })

  it('finds events and rows that were changed, and a checkpoint that was made up', () => {
    const of = (path: string) => verify('--database', path, '--anchor', at('all.jsonl'), ...key())
    expect(of(altered("update audit_events set reason = 'x' where sequence = 5"))).toMatchObject({ exit: 1 })
    const rows = of(altered("update operation_items set outcome = 'skipped' where outcome = 'done'"))
    expect(rows.exit).toBe(13)
    expect(rows.said).toMatch(/operation [0-9a-f-]+ \(revoke by Ann, .* UTC\) is not what the record says: its items/)
    const checkpoint = `insert into audit_checkpoints values ('*', 3, '${'0'.repeat(64)}', 1, '{}')`
    expect(of(altered(checkpoint, 'delete from audit_events where sequence <= 3'))).toMatchObject({ exit: 14 })
  })

  it('finds heads that were set back, from which the record would go on', () => {
    const back = altered("update audit_heads set sequence = sequence - 1 where chain = '*'")
    expect(verify('--database', back, '--anchor', at('all.jsonl'), ...key())).toMatchObject({ exit: 1 })
  })

  it('names what it compared with events that any person could have written', async () => {
    const store = await openStore(altered())
    const { id } = await store.db
      .selectFrom('operations')
      .select('id')
      .where('state', '=', 'finished')
      .executeTakeFirstOrThrow()
    await updateOperation(store.db, id, { reason: 'made up' })
    await store.close()
    const answer = verify('--database', at('altered.db'), '--anchor', at('all.jsonl'), ...key(), '--expect-head', head)
    expect(answer.said).toContain('1 operation was compared with events that are neither anchored nor in the head')
  })

  it('takes anchors from several files, in turn', () => {
    const [early, late] = [write('early.jsonl', anchors.slice(0, 5)), write('late.jsonl', anchors.slice(5))]
    const database = ['--database', at('console.db'), ...key()]
    expect(verify(...database, '--anchor', early, '--anchor', late, '--expect-head', head)).toMatchObject({ exit: 0 })
    expect(verify(...database, '--anchor', late)).toMatchObject({ exit: 5 })
  })
})

describe('of an export', () => {
  const lines = () => readFileSync(at('activity.jsonl'), 'utf8').trimEnd().split('\n')
  const of = (given: readonly string[], ...more: string[]) =>
    verify('--export', write('export.jsonl', given), '--anchor', at('all.jsonl'), ...key(), ...more)

  it('answers as of a database', () => {
    expect(of(lines())).toMatchObject({ exit: 3 })
    expect(of(lines(), '--expect-head', JSON.parse(lines().at(-1) ?? '').head)).toMatchObject({ exit: 0 })
    // The head of now is one event further: the export itself.
    expect(of(lines(), '--expect-head', head)).toMatchObject({ exit: 9 })
    expect(of(lines().toSpliced(-2, 1)).exit).toBe(1)
    expect(of(lines().toSpliced(4, 1)).exit).toBe(1)
    const early = write('early.jsonl', anchors.slice(0, -2))
    expect(verify('--export', at('activity.jsonl'), '--anchor', early, ...key()).exit).toBe(8)
    expect(verify('--export', at('activity.jsonl'), '--anchor', at('nowhere.jsonl'), ...key()).exit).toBe(4)
  })

  it('is not that of another org', () => {
    const [form, sequence, hash, , ...rest] = head.split(':')
    const other = [form, sequence, hash, 'another-org', ...rest].join(':')
    expect(of(lines(), '--expect-head', other)).toMatchObject({ exit: 9 })
  })
})

it('verifies nothing where an option is wrong, and says what to do', () => {
  expect(whole('--expect-head', 'head1:mistyped')).toMatchObject({ exit: 2 })
  const there = ['--database', at('console.db')]
  expect(verify(...there, '--public-key', at('nowhere.pub')).said).toContain('Nothing was verified')
  expect(verify('--database', at('nowhere.db'), ...key())).toMatchObject({ exit: 2 })
  expect(verify(...there, ...key(), '--anchor', 'https://anchors.example.org')).toMatchObject({ exit: 2 })
})

it('lists every exit code in its help and in the README', () => {
  const { exit, said } = verify('--help')
  const readme = readFileSync('README.md', 'utf8')
  expect(exit).toBe(0)
  expect(new Set(EXIT_MEANINGS.map(([code]) => code)).size).toBe(EXIT_MEANINGS.length)
  for (const [code, meaning] of EXIT_MEANINGS) {
    expect(said).toContain(`${code}  ${meaning}`)
    expect(readme).toContain(`| ${code} | ${meaning} |`)
  }
})
