/**
 * `npm run audit:verify`: holds the record of a database, or an export of an org's, against its anchors. Works offline, on a
 * copy, by somebody who has no account. Exits with 1 when the record is not what it was.
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { Kysely } from 'kysely'
import type { RecordVerdict } from '@/lib/domain/console-api'
import type { Anchor } from '@/lib/services/record/anchor'
import { startHeads } from '@/lib/services/record/checkpoint'
import { readAnchors } from '@/lib/services/record/read-anchors'
import { verifyExport } from '@/lib/services/record/verify-export'
import { createVerifier } from '@/lib/services/record/verify-record'
import { eventsInOrder, listCheckpoints } from '@/lib/store/audit-heads'
import type { Database } from '@/lib/store/schema'
import { sqliteDialect } from '@/lib/store/sqlite/dialect'
import { openLocalConnection } from '@/lib/store/sqlite/local-connection'

const USAGE = `npm run audit:verify -- [--database FILE | --export FILE] [--anchor FILE] [--public-key FILE]

  --database    the console's database or a copy of it   (DATA_DIR/console.db)
  --export      an org's record, downloaded as JSON Lines, instead of a database
  --anchor      the anchor file                          (AUDIT_ANCHOR, else DATA_DIR/audit-anchor.jsonl)
  --public-key  the public half of the signing key, PEM  (AUDIT_SIGNING_KEY_FILE, else DATA_DIR/audit-signing-key.pem, with .pub)`

async function main(): Promise<void> {
  const dataDir = process.env.DATA_DIR || '.data'
  const { values } = parseArgs({
    options: {
      database: { type: 'string', default: join(dataDir, 'console.db') },
      export: { type: 'string' },
      anchor: { type: 'string', default: process.env.AUDIT_ANCHOR || join(dataDir, 'audit-anchor.jsonl') },
      'public-key': {
        type: 'string',
        default: `${process.env.AUDIT_SIGNING_KEY_FILE || join(dataDir, 'audit-signing-key.pem')}.pub`,
      },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(USAGE)
  for (const option of [values.export ? 'export' : 'database', 'anchor', 'public-key'] as const)
    requireFile(option, values[option])
  const publicKey = createPublicKey(readFileSync(values['public-key']))
  const anchors = readAnchors(values.anchor)
  const startedAt = performance.now()
  const verdict = values.export
    ? await verifyExport(linesOf(values.export), anchors, publicKey)
    : await verifyDatabase(values.database, anchors, publicKey)
  report(verdict, performance.now() - startedAt)
  process.exitCode = verdict.ok ? 0 : 1
}

function requireFile(option: string, path = ''): void {
  try {
    accessSync(path, constants.R_OK)
    if (statSync(path).isFile()) return
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`
    throw new Error(`${why} Nothing was verified. Name the right one with --${option}; --help tells the options.`)
  }
  throw new Error(`${path} is no file. Nothing was verified. Name the right one with --${option}.`)
}

async function verifyDatabase(path: string, anchors: readonly Anchor[], publicKey: KeyObject): Promise<RecordVerdict> {
  const db = new Kysely<Database>({ dialect: sqliteDialect(openLocalConnection(path, 'read'), { shared: true }) })
  try {
    const verifier = createVerifier('deployment', anchors, publicKey)
    startHeads(await listCheckpoints(db), publicKey).forEach(verifier.skip)
    for await (const page of eventsInOrder(db)) if (!page.every(verifier.take)) break
    return verifier.end()
  } finally {
    await db.destroy()
  }
}

const linesOf = (path: string) =>
  createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })

function report({ ok, events, anchors, anchoredAt, notAnchored, firstBad }: RecordVerdict, ms: number): void {
  const count = (value: number) => value.toLocaleString('en')
  if (firstBad) console.log(`Not the record that was written: ${firstBad.what}.`)
  else console.log(`${count(events)} events fit together${anchoredAt ? `, anchored up to ${anchoredAt}` : ''}.`)
  if (ok && anchors === 0)
    console.log('There is no anchor: nothing proves that the record was not written anew as a whole.')
  if (notAnchored > 0) console.log(`${count(notAnchored)} not yet anchored.`)
  console.log(`${count(anchors)} anchors; ${(ms / 1_000).toFixed(1)} s.`)
}

await main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 2
})
