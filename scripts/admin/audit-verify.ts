/**
 * `npm run audit:verify`: compares the record of a database, or an export of an org's, with its anchors and a head that was
 * kept, and the rows of a database with its record. Works offline, on a copy, without an account. Every kind
 * of finding has an exit code of its own; a plain OK takes a head.
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { accessSync, constants, createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type AnchorFile, joinAnchors, NO_ANCHORS, readAnchors } from '@/lib/audit/anchors/read-anchors'
import { parseHead } from '@/lib/audit/kept-head'
import { verifyDatabase } from '@/lib/audit/verify/verify-database'
import { verifyExport } from '@/lib/audit/verify/verify-export'
import { DEFAULTS } from '@/lib/domain/defaults.mjs'
import {
  EXIT_MEANINGS,
  EXIT_NOT_VERIFIED,
  EXIT_PROVEN,
  EXIT_UNPROVEN,
  exitOf,
  type RecordVerdict,
  restOfVerdict,
} from '@/lib/domain/record-verdict'
import { dataFiles } from '@/lib/server/config/data-files'
import { readFrozenPostgres } from '@/lib/store/open/open-postgres-store'
import { readFrozenSqlite } from '@/lib/store/open/read-frozen-sqlite'
import { type PostgresLocation, readPostgresLocation } from '@/lib/store/postgres/postgres-location'
import { openLocalConnection } from '@/lib/store/sqlite/local-connection'

const USAGE = `npm run audit:verify -- [--database FILE | --database-url | --export FILE] [--expect-head HEAD] [--anchor FILE …] [--public-key FILE]

  --database     the console's database or a copy of it   (DATA_DIR/console.db)
  --database-url the PostgreSQL database of DATABASE_URL, or of the file DATABASE_URL_FILE
  --export       an org's record, downloaded as JSON Lines, instead of a database
  --expect-head  a head that you kept, as the record page or an export printed it: only with it is the end of the record proven
  --anchor       the anchor file; where they went to several, each in turn, oldest first
                                                          (AUDIT_ANCHOR, else DATA_DIR/audit-anchor.jsonl)
  --public-key   the public half of the signing key, PEM  (AUDIT_SIGNING_KEY_FILE, else DATA_DIR/audit-signing-key.pem, with .pub)

It exits with
${EXIT_MEANINGS.map(([exit, meaning]) => `  ${String(exit).padStart(2)}  ${meaning}`).join('\n')}
Of several, the first that explains the others. Every finding is printed.`

async function main(): Promise<void> {
  const files = dataFiles(process.env.DATA_DIR || DEFAULTS.DATA_DIR)
  const { values } = parseArgs({
    options: {
      database: { type: 'string', default: files.database },
      'database-url': { type: 'boolean' },
      export: { type: 'string' },
      'expect-head': { type: 'string' },
      anchor: {
        type: 'string',
        multiple: true,
        default: [process.env.AUDIT_ANCHOR || files.auditAnchor],
      },
      'public-key': {
        type: 'string',
        default: `${process.env.AUDIT_SIGNING_KEY_FILE || files.auditSigningKey}.pub`,
      },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(USAGE)
  if (!values['database-url']) {
    const option = values.export ? 'export' : 'database'
    requireFile(option, values[option])
  }
  requireFile('public-key', values['public-key'])
  const publicKey = createPublicKey(readFileSync(values['public-key']))
  const kept = values['expect-head'] === undefined ? null : parseHead(values['expect-head'])
  const anchors = joinAnchors(values.anchor.map(anchorsOf))
  const startedAt = performance.now()
  const verdict = values['database-url']
    ? await readFrozenPostgres(databaseOf(process.env), (db) => verifyDatabase(db, anchors, publicKey, kept))
    : values.export
      ? await verifyExport(linesOf(values.export), anchors, publicKey, kept)
      : await verifyFile(values.database, anchors, publicKey, kept)
  process.exitCode = report(verdict, performance.now() - startedAt)
}

/** A file that is gone is an answer, not a slip: an intruder who removes anchors removes the file. */
function anchorsOf(path: string): AnchorFile {
  if (path.startsWith('https://'))
    throw new Error(
      `Anchors go to ${path}: take them from there into a file, one a line, and name it with --anchor. Nothing was verified.`,
    )
  if (existsSync(path)) {
    requireFile('anchor', path)
    return readAnchors(path)
  }
  console.log(`There is no anchor file ${path}.`)
  return NO_ANCHORS
}

function requireFile(option: string, path = ''): void {
  try {
    accessSync(path, constants.R_OK)
    if (statSync(path).isFile()) return
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`
    throw new Error(`${why} Nothing was verified. Name the right one with --${option}; --help lists the options.`)
  }
  throw new Error(`${path} is no file. Nothing was verified. Name the right one with --${option}.`)
}

const verifyFile = (path: string, anchors: AnchorFile, key: KeyObject, kept: ReturnType<typeof parseHead> | null) =>
  readFrozenSqlite(openLocalConnection(path, 'read'), (db) => verifyDatabase(db, anchors, key, kept))

/** @throws Error with what to do. */
function databaseOf(env: NodeJS.ProcessEnv): PostgresLocation {
  const { DATABASE_URL_FILE: file, DATABASE_URL: url = file && readFileSync(file, 'utf8') } = env
  const read = url ? readPostgresLocation(url) : { fault: 'is not set' }
  if ('fault' in read) throw new Error(`DATABASE_URL ${read.fault}. Nothing was verified.`)
  return read
}

const linesOf = (path: string) =>
  createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })

/** @returns the exit code. */
function report(verdict: RecordVerdict, ms: number): number {
  const { ok, events, anchors, anchoredAt, notAnchored, findings, tail } = verdict
  const count = (value: number) => value.toLocaleString('en')
  for (const { what } of findings) console.log(`Not the record that was written: ${what}.`)
  if (ok) console.log(`${count(events)} events fit together${anchoredAt ? `, anchored up to ${anchoredAt}` : ''}.`)
  if (ok && anchors === 0) console.log('There is no anchor yet.')
  if (notAnchored > 0) console.log(`${count(notAnchored)} not yet anchored.`)
  for (const sentence of restOfVerdict(verdict)) console.log(sentence)
  console.log(`${count(anchors)} anchors; ${(ms / 1_000).toFixed(1)} s.`)
  const [first] = findings
  if (first) return exitOf(first.code)
  if (tail.proven) {
    console.log(`OK: the head that you kept is in the record; ${count(tail.afterHead ?? 0)} events came after it.`)
    return EXIT_PROVEN
  }
  console.log(
    'Tail unproven: nothing here shows that the record was not cut off at its end, anchors and all. Give a head that you kept with --expect-head; the record page and every exported record print one.',
  )
  return EXIT_UNPROVEN
}

await main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = EXIT_NOT_VERIFIED
})
