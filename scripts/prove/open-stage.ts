/** Everything of one run but the command: authority, proxy, model, marks; each on loopback, with keys that open nothing else. */
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { startAuthority } from '@/lib/authority/start-authority'
import { agentOf, type ModelCall } from '@/testing/pretend-model/model-call'
import { startPretendModel } from '@/testing/pretend-model/start-pretend-model'
import { allowedAheadAfter } from './allowed-ahead'
import { startAuthorityProxy } from './authority-proxy'
import type { CommandSettings } from './command-env'
import { type Happening, isTrigger, type TrialPlan } from './denial-switch'
import { allowAnything, FAULT_REPLIES } from './fault-replies'
import { startLoopbackServer } from './loopback-server'
import { startMarkServer } from './mark-server'
import type { TrialLog } from './trial-log'

/** The first denial is held back until what was allowed before has begun, and for so long at least and at most. */
const QUIET_MS = 200
const QUIET_MS_MAX = 600
const LOOK_MS = 20

export type StageOptions = {
  deviceId: string
  rounds: number
  tools: readonly string[]
  dripMs: number
}

export type Stage = { settings: CommandSettings; close: () => Promise<void> }

const madeKey = (prefix: string) => `${prefix}${randomBytes(24).toString('hex')}`

async function post(authorityUrl: string, orgKey: string, path: string, body: object): Promise<void> {
  const reply = await fetch(`${authorityUrl}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'x-org-key': orgKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`The throwaway authority answered ${reply.status} to ${path}: ${await reply.text()}`)
}

export async function openStage(options: StageOptions, plan: TrialPlan, log: TrialLog): Promise<Stage> {
  const { deviceId, rounds, tools, dripMs } = options
  const orgKey = madeKey('org_prove_')
  const authority = await startAuthority({ dataDir: ':memory:', orgKey, drainMs: 0 })
  await post(authority.url, orgKey, 'devices/register', { deviceId })
  const decoy = await startLoopbackServer((_req, res) => allowAnything(res, { decoyUrl: '', dripMs }))
  let inForce = false

  const happens = async (now: Happening) => {
    if (inForce || !isTrigger(plan, log, now)) return
    inForce = true
    log.add('in-force')
    if (plan.cell?.fault === 'refused') await proxy.refuse()
    // Every id of the org: a sub-agent may ask under one of its own.
    await post(authority.url, orgKey, 'org/disable', {})
  }

  const untilQuiet = async () => {
    const askedAt = performance.now()
    const waited = () => performance.now() - askedAt
    const isQuiet = () => Math.min(waited(), log.sinceUnit()) >= QUIET_MS
    const isAhead = () => allowedAheadAfter(log.events, plan.isParallel || log.isParallel()) > 0
    while (waited() < QUIET_MS_MAX && (isAhead() || !isQuiet())) await delay(LOOK_MS)
  }

  const fault = plan.cell?.fault
  const faultReply = fault && fault !== 'denied' && fault !== 'refused' ? FAULT_REPLIES[fault] : null
  const proxy = await startAuthorityProxy(authority.url, {
    keepsConnections: fault !== 'refused',
    async onAsked(asked) {
      log.enter()
      log.add('asked', asked)
      if (!inForce) return null
      if (log.count('denied') === 0) await untilQuiet()
      if (!faultReply) return null
      return (res: ServerResponse) => {
        log.leave()
        log.add('denied', fault)
        faultReply(res, { decoyUrl: decoy.url, dripMs })
      }
    },
    async onAnswer(allowed) {
      log.leave()
      log.add(allowed ? 'allowed' : 'denied')
      await happens({ kind: 'answered', allowed })
    },
    async onRegistered() {
      log.add('registered')
      await happens({ kind: 'registered' })
    },
  })

  let mainAgent: string | undefined
  const isSubAgent = (call: ModelCall) => call.rounds === 0 && agentOf(call) !== mainAgent
  const model = await startPretendModel({
    rounds,
    only: tools,
    async onCall(call) {
      log.enter()
      mainAgent ??= agentOf(call)
      log.add('model', isSubAgent(call) ? 'sub-agent' : call.stream ? 'stream' : undefined)
      await happens({ kind: 'began', unit: 'model' })
    },
    onEnd: () => log.leave(),
    onMiddle: (call) => happens({ kind: 'middle-of-model-call', isSubAgent: isSubAgent(call) }),
  })
  const marks = await startMarkServer(async (mark) => {
    log.enter()
    log.add(mark)
    await happens(mark === 'agent' ? { kind: 'agent-mark' } : { kind: 'began', unit: mark })
    log.leave()
  })
  await happens({ kind: 'opened' })

  return {
    settings: {
      deviceId,
      authorityUrl: proxy.url,
      orgKey,
      modelUrl: model.url,
      modelKey: madeKey('prove-'),
      proveUrl: marks.url,
    },
    async close() {
      await Promise.all([proxy.refuse(), model.close(), marks.close(), decoy.close()])
      await authority.close()
    },
  }
}
