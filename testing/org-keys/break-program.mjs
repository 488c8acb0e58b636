/**
 * Loaded into a program before it begins (`node --import`), and breaks it as its environment says:
 * `KILL_AT=N`: SIGKILL before its Nth SQL statement from where it begins to write. `DISK_FULL=1`: its database gets no page more.
 * `MUTANT=delete-first`: a seal is swapped by a delete and an insert, in two transactions.
 */
import Database from 'better-sqlite3'

const killAt = Number(process.env.KILL_AT ?? 0)
const isFull = process.env.DISK_FULL === '1'
const deletesFirst = process.env.MUTANT === 'delete-first'
let passed = 0
let writes = false
/** Databases that get no page more. */
const full = new WeakSet()

const memory = new Database(':memory:')
const statement = Object.getPrototypeOf(memory.prepare('select 1'))
memory.close()

for (const name of ['run', 'get', 'all']) {
  const inner = statement[name]
  statement[name] = function (...given) {
    const { database, source } = this
    writes ||= source.startsWith('pragma secure_delete')
    if (writes) passed += 1
    if (passed === killAt && writes) process.kill(process.pid, 'SIGKILL')
    if (isFull && !database.readonly && !full.has(database)) {
      full.add(database)
      database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`)
    }
    if (deletesFirst && source.startsWith('update "org_keys"')) return swapInTwo(database, given.flat())
    return inner.apply(this, given)
  }
}

function swapInTwo(database, [to, orgId]) {
  database.prepare('delete from org_keys where org_id = ?').run(orgId)
  database.prepare('commit').run()
  database.prepare('begin immediate').run()
  return database.prepare('insert into org_keys (org_id, ciphertext, updated_at) values (?, ?, 0)').run(orgId, to)
}
