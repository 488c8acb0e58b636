import type { MessagePort } from 'node:worker_threads'

/** One message to the writer: pages and counters that belong together, or the wish to end. */
export type EvidenceBatch = {
  numbers: number[]
  /** Shared; holds the pages until the write is answered. */
  bytes: Uint8Array<SharedArrayBuffer>
  pageBytes: number
  counters: [orgId: number, allowed: number, denied: number, registrations: number][]
  keyUses: [keyId: string, lastUsedAt: number][]
}
export type EvidenceMessage = EvidenceBatch | 'close'
export type EvidenceWorkerData = { sqlitePath: string; file: string }

/**
 * The body of the thread that writes evidence, with its own connection to a file of its own: neither its fsyncs nor its
 * lock ever delay a decision. It is sent to the thread as source text, so it may use nothing from outside itself.
 */
export function evidenceWorker(port: MessagePort, data: EvidenceWorkerData, load: (path: string) => unknown): void {
  type Db = {
    exec(sql: string): void
    inTransaction: boolean
    prepare(sql: string): { run(...values: unknown[]): void }
    close(): void
  }
  const Sqlite = load(data.sqlitePath) as new (file: string, options: object) => Db
  const db = new Sqlite(data.file, { fileMustExist: true, timeout: 2000 })
  db.exec('PRAGMA synchronous = FULL')
  db.exec('PRAGMA cache_size = -2000')
  // A page is written often before the log is folded into the file: a longer log saves most of that folding.
  db.exec('PRAGMA wal_autocheckpoint = 8000')
  const putPage = db.prepare(
    'INSERT INTO pages VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET records = excluded.records',
  )
  const putCounters = db.prepare(
    `INSERT INTO counters VALUES (?, ?, ?, ?) ON CONFLICT (org_id) DO UPDATE
     SET allowed = excluded.allowed, denied = excluded.denied, registrations = excluded.registrations`,
  )
  const putKeyUse = db.prepare(
    'INSERT INTO key_uses VALUES (?, ?) ON CONFLICT (key_id) DO UPDATE SET last_used_at = excluded.last_used_at',
  )
  const write = ({ numbers, bytes, pageBytes, counters, keyUses }: EvidenceBatch) => {
    db.exec('BEGIN IMMEDIATE')
    for (let at = 0; at < numbers.length; at += 1) {
      putPage.run(numbers[at], bytes.subarray(at * pageBytes, (at + 1) * pageBytes))
    }
    for (const row of counters) putCounters.run(...row)
    for (const row of keyUses) putKeyUse.run(...row)
    db.exec('COMMIT')
  }
  port.on('message', (message: EvidenceMessage) => {
    if (message === 'close') {
      db.close()
      port.postMessage('closed')
      port.close()
      return
    }
    try {
      write(message)
      port.postMessage(null)
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      port.postMessage(String(error))
    }
  })
}
