/** `log.flood.MB`: what 10,000 anonymous requests of any shape leave behind, in everything that is printed and in everything that is kept. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makeStartFolder, type StartFolder, waitFor } from '@/e2e/start-folder'
import type { Figure } from './authority-bench'
import { type FloodTarget, floodRequests } from './flood-requests'

const REQUESTS = 10_000
const AT_ONCE = 8
const LIMIT_MB = 5
const READY_MS = 60_000
const END_MS = 15_000

/** Bytes in a data folder: of a database its pages, wherever they lie; of anything else the file. */
function bytesOf(folder: StartFolder): Map<string, number> {
  const data = join(folder.path, '.data')
  const bytes = new Map<string, number>()
  for (const name of readdirSync(data)) {
    if (/-(wal|shm)$/.test(name)) continue
    const path = join(data, name)
    bytes.set(name, name.endsWith('.db') ? databaseBytes(path) : statSync(path).size)
  }
  return bytes
}

function databaseBytes(path: string): number {
  const db = new Database(path, { readonly: true })
  try {
    return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  } finally {
    db.close()
  }
}

/** Sends them all, a few at a time; what came back, by kind and status. */
async function flood(target: FloodTarget): Promise<Map<string, number>> {
  const answers = new Map<string, number>()
  const requests = floodRequests(target, REQUESTS)
  const work = async () => {
    for (const { kind, send } of requests) {
      const answer = `${kind} ${await send()}`
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return answers
}

/** A line that is neither JSON nor words of its own: what is left of a stack. */
const brokenLines = (folder: StartFolder): string[] =>
  ['console.log', 'authority.log'].flatMap((name) =>
    readFileSync(join(folder.path, '.data', name), 'utf8')
      .split('\n')
      .filter((line) => /^\s/.test(line) || /^[{}]$/.test(line)),
  )

export async function logFlood(): Promise<Figure[]> {
  const folder = await makeStartFolder()
  const admin = { ADMIN_EMAIL: 'admin@example.org', ADMIN_PASSWORD: 'correct-horse-battery' }
  const started = folder.up({ env: { ...admin, TRUSTED_PROXIES: '127.0.0.1' } })
  try {
    await waitFor('the start', () => started.said().includes('Ctrl-C ends everything'), READY_MS)
    const before = bytesOf(folder)
    const saidBefore = started.said().length
    const startedAt = performance.now()
    const answers = await flood(folder.ports)
    const seconds = Math.round((performance.now() - startedAt) / 1_000)
    const health = await fetch(`http://127.0.0.1:${folder.ports.console}/healthz`)
    if (!health.ok) throw new Error(`after the flood the console is not ready: ${health.status}`)
    // At the end the counts of the last minute are written too.
    started.child.kill('SIGTERM')
    await waitFor('the end', () => folder.running().length === 0, END_MS)
    const sent = [...answers.values()].reduce((sum, count) => sum + count, 0)
    const faults = [...answers.keys()].filter((answer) => / 5\d\d$/.test(answer))
    console.error(JSON.stringify({ seconds, answers: Object.fromEntries([...answers].sort()) }))
    if (sent !== REQUESTS) throw new Error(`${sent} of ${REQUESTS} requests were sent`)
    if (faults.length > 0) throw new Error(`faults of the server: ${faults.join(', ')}`)
    const broken = brokenLines(folder)
    if (broken.length > 0) throw new Error(`lines that are none: ${broken.slice(0, 5).join(' | ')}`)
    const growth = [...bytesOf(folder)].map(([name, bytes]): [string, number] => [
      name,
      bytes - (before.get(name) ?? 0),
    ])
    growth.push(['terminal', started.said().length - saidBefore])
    console.error(JSON.stringify(Object.fromEntries(growth.filter(([, bytes]) => bytes !== 0))))
    const total = growth.reduce((sum, [, bytes]) => sum + bytes, 0)
    const value = Math.round(total / 10_000) / 100
    return [{ name: 'log.flood.MB', value, unit: 'MB', limit: LIMIT_MB, ok: value <= LIMIT_MB }]
  } finally {
    started.child.kill('SIGTERM')
    await started.exited
    folder.remove()
  }
}
