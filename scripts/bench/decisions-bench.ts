/**
 * `decisions.lookup.p95.ms`: from a request id or a device id to the decision, over HTTP, while the authority keeps as many
 * decisions as it ever does, of ids of 250 characters. Half of the look-ups find nothing: those look at every decision.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DECISIONS_KEPT } from '@/lib/authority/state/decision-log'
import type { Figure } from './authority-bench'
import { hammer } from './authority-bench-client'
import { spawnServer } from './authority-bench-server'

const ORG_KEY = 'org_bench_0123456789abcdefghij'
const AGENT_KEY = 'org_agent_bench_0123456789abcdefghij'
const DEVICES = 2_000
const ROUNDS = 250
const LIMIT_MS = 20
const deviceId = (index: number) => `crewai:prod:${'role-'.repeat(46)}:${String(index).padStart(6, '0')}`

const validateOf = (port: number, index: number) => {
  const body = JSON.stringify({ deviceId: deviceId(index) })
  return Buffer.from(
    `POST /api/v1/devices/validate HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-org-key: ${AGENT_KEY}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

type Found = { kept: number; decisions: { requestId: string }[] }

async function measure(port: number): Promise<number[]> {
  const look = async (query: string): Promise<Found> => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/decisions?${query}`, {
      headers: { 'x-org-key': ORG_KEY },
    })
    if (reply.status !== 200) throw new Error(`a look-up was answered ${reply.status}`)
    return (await reply.json()) as Found
  }
  const validates = Array.from({ length: DEVICES }, (_, index) => validateOf(port, index))
  while ((await look(`requestId=${randomUUID()}`)).kept < DECISIONS_KEPT) await hammer(port, validates, 32, 2_000)
  const times: number[] = []
  const timed = async (query: string, finds: boolean) => {
    const startedAt = performance.now()
    const { decisions } = await look(query)
    times.push(performance.now() - startedAt)
    if (decisions.length > 0 !== finds) throw new Error(`a look-up found ${decisions.length} decisions`)
    return decisions
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const ofDevice = await timed(`deviceId=${deviceId((round * 7) % DEVICES)}`, true)
    await timed(`requestId=${ofDevice.at(-1)?.requestId}`, true)
    await timed(`requestId=${randomUUID()}`, false)
    await timed(`deviceId=${deviceId(DEVICES + round)}`, false)
  }
  return times.sort((a, b) => a - b)
}

export async function decisionsLookup(): Promise<Figure> {
  const dataDir = mkdtempSync(join(tmpdir(), 'decisions-bench-'))
  try {
    const env = { AUTHORITY_PORT: '0', AUTHORITY_HOST: '127.0.0.1', AUTHORITY_ORG_KEY: ORG_KEY }
    const server = await spawnServer([resolve('dist/authority.mjs')], {
      ...env,
      DATA_DIR: dataDir,
      AUTHORITY_AGENT_KEY: AGENT_KEY,
    })
    try {
      const times = await measure(server.port)
      const value = Math.round((times[Math.floor(times.length * 0.95)] as number) * 10) / 10
      return { name: 'decisions.lookup.p95.ms', value, unit: 'ms', limit: LIMIT_MS, ok: value <= LIMIT_MS }
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
