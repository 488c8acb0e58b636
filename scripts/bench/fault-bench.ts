/**
 * Every fault of the table at every step of an operation of every kind: no item may be reported as done that the authority's
 * own list does not show so. The engine and its store, without the web, behind a real authority whose answers are spoilt.
 */

import { setTimeout as delay } from 'node:timers/promises'
import pMap from 'p-map'
import { Secret } from '@/lib/domain/secret'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { listItems } from '@/lib/store/operation-items'
import { type ConsoleBehindFaults, consoleBehindFaults } from '@/testing/console/console-behind-faults'
import { ORG_KEY } from '@/testing/console/test-console'
import { FAULTS, type FaultRow } from '@/testing/faults/fault-table'
import { type Fault, json } from '@/testing/faults/faults'
import type { Figure } from './authority-bench'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const NEW = ['crewai:prod:runner:04', 'crewai:prod:runner:05', 'crewai:prod:runner:06']
const PATHS = { revoke: 'revoke', restore: 'unrevoke', remove: 'remove', register: 'register' } as const
const AT_ONCE = 24
const LOOK_EVERY_MS = 5
/** A stop that neither ended nor waits for its authority by then is looked at once that is well. */
const WAITS_AFTER_MS = 60_000
/** The authority itself is well, however busy the machine is. */
const TRUTH_TIMEOUT_MS = 60_000

type Kind = keyof typeof PATHS
type Step = 'batch call' | 'single call' | 'list' | 'first list'
type Case = FaultRow & { kind: Kind; step: Step }

const CASES: Case[] = FAULTS.flatMap((row) =>
  (Object.keys(PATHS) as Kind[]).flatMap((kind) =>
    (['batch call', 'single call', 'list', 'first list'] as const)
      .filter((step) => kind !== 'register' || step !== 'batch call')
      .map((step) => ({ ...row, kind, step })),
  ),
)

const once = (first: Fault, then: Fault): Fault => {
  let isFirst = true
  return (socket, request) => {
    const fault = isFirst ? first : then
    isFirst = false
    return fault(socket, request)
  }
}

function spoil({ running, faults, pass }: ConsoleBehindFaults, { kind, step, make }: Case): void {
  const fault = make(running.authority.url)
  if (step === 'list' || step === 'first list') {
    faults.on('/api/v1/devices/list', step === 'list' ? fault : once(fault, pass))
    return
  }
  const path = `/api/v1/devices/${PATHS[kind]}`
  const missing = json({ status: 'error', error: 'not_found' }, 404)
  faults.on(`${path}_batch`, step === 'batch call' ? fault : missing)
  faults.on(path, step === 'single call' ? fault : pass)
}

/** What the authority itself lists, asked past all faults. */
async function listed(url: string): Promise<Map<string, string>> {
  const client = createMachineIdClient({ baseUrl: url, orgKey: new Secret(ORG_KEY) })
  const { devices } = await client.listDevices({}, { timeoutMs: TRUTH_TIMEOUT_MS })
  await client.close()
  return new Map(devices.map((device) => [device.deviceId, device.status]))
}

const isTrue = (kind: Kind, status: string | undefined): boolean =>
  ({
    revoke: status === 'revoked',
    restore: status === 'active',
    remove: status === undefined,
    register: status !== undefined,
  })[kind]

/** A stop never gives up: once it waits for its authority, which stays as it is, the authority is made well again. */
async function endedOrHealed({ running, faults, pass }: ConsoleBehindFaults, { kind }: Case, id: string) {
  let isOver = false
  const ended = running.deps.running.ended(id).then(() => {
    isOver = true
  })
  const until = performance.now() + WAITS_AFTER_MS
  while (kind === 'revoke' && !isOver && !running.org.outage.isWaiting() && performance.now() < until)
    await Promise.race([ended, delay(LOOK_EVERY_MS)])
  if (!isOver && kind === 'revoke') {
    for (const path of ['list', 'revoke_batch', 'revoke']) faults.on(`/api/v1/devices/${path}`, pass)
  }
  await ended
}

type Seen = { done: number; items: number; untrue: string[] }

async function play(each: Case): Promise<Seen> {
  const { kind, step, fault } = each
  const console_ = await consoleBehindFaults(DEVICES)
  const { running } = console_
  try {
    const admin = await running.as('admin')
    const ids = kind === 'register' ? NEW : DEVICES
    if (kind === 'restore') await running.act(admin, { kind: 'revoke', target: { ids } })
    spoil(console_, each)
    const typed = kind === 'remove' ? 'main' : undefined
    const started = await running.start(admin, { kind, target: { ids }, reason: 'bench', typed })
    await endedOrHealed(console_, each, started.id)
    const truth = await listed(running.authority.url)
    const items = await listItems(running.deps.store.db, started.id)
    const done = items.filter((item) => item.outcome === 'done')
    const untrue = done.filter((item) => !isTrue(kind, truth.get(item.device_id)))
    return {
      done: done.length,
      items: items.length,
      untrue: untrue.map((item) => `${kind}, ${step}, authority ${fault}: ${item.device_id} is not done`),
    }
  } finally {
    await console_.close()
  }
}

/** `operation.faults.false`: items reported as done that are not. */
export async function operationFaults(): Promise<Figure> {
  const seen = await pMap(CASES, play, { concurrency: AT_ONCE })
  const sum = (of: (each: Seen) => number) => seen.reduce((total, each) => total + of(each), 0)
  const untrue = seen.flatMap((each) => each.untrue)
  console.error(
    JSON.stringify({ cases: CASES.length, items: sum((each) => each.items), done: sum((each) => each.done) }),
  )
  for (const line of untrue) console.error(line)
  return { name: 'operation.faults.false', value: untrue.length, unit: 'count', limit: 0, ok: untrue.length === 0 }
}
