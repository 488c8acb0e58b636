/** Every command that can start agents again: how its case is set up, what it sends, and what it is known to start. */
import { randomUUID } from 'node:crypto'
import type { StartOperation } from '@/lib/domain/command'
import { liftIdBlocks, releaseDeviceKeys, setKeyPolicy } from '@/lib/services/connect/device-key-acts'
import {
  cancelOperation,
  continueOperation,
  pauseOperation,
  retryOperation,
} from '@/lib/services/operations/control-operation'
import { invoke } from '@/lib/services/service'
import { endStop } from '@/lib/services/stops/end-stop'
import { placeOperation, type Stage, stopDevices } from './friction-stage'

/** Sends the command; rejects where the console refuses it. */
type Send = (reason: string | undefined) => Promise<unknown>

/**
 * `always`: it asks whatever the number. `holders`: whose stop it can be of. `prepare` leaves the case ready and returns what
 * sends the command as the acting person.
 */
export type FrictionCommand = {
  name: string
  always?: true
  holders: readonly ('own' | 'other' | 'elsewhere')[]
  prepare: (stage: Stage) => Promise<Send>
}

const start =
  ({ running, actor }: Stage, input: Omit<StartOperation, 'id'>): Send =>
  (reason) =>
    running.act(actor, { ...input, reason, id: randomUUID() })

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

type Control = typeof pauseOperation | typeof endStop
const control =
  (stage: Stage, service: Control, operation: string): Send =>
  (reason) =>
    invoke(service, stage.actor, { operation, reason })

/** A stop of the case in some state, and what holds it up or ends it. */
const onStop = (
  name: string,
  service: Control,
  placed: Omit<Parameters<typeof placeOperation>[1], 'kind'>,
  kind: 'revoke' | 'disable' = 'revoke',
): FrictionCommand => ({
  name,
  holders: ['own', 'other'],
  ...(kind === 'disable' ? { always: true as const } : {}),
  prepare: async (stage) => control(stage, service, await placeOperation(stage, { ...placed, kind })),
})

const releasesOf = ({ holder }: Stage, operation: string) => (holder === 'other' ? { releases: [operation] } : {})

async function placeFence(stage: Stage): Promise<string> {
  const selector = `id:"${stage.devices[0]}"`
  const by = stage.holder === 'own' ? stage.actor : stage.other
  const fence = { endsAt: inAnHour() }
  const { id } = await stage.running.act(by, { kind: 'revoke', target: { selector }, reason: 'runaway', fence })
  return id
}

type KeyAct = typeof releaseDeviceKeys | typeof liftIdBlocks

/** An act on keys, as an admin does it: the rule is the same for every role that may. */
const onKeys = (stage: Stage, service: KeyAct): Send => {
  const { running, actor, devices: ids } = stage
  return (reason) => invoke(service, asAdmin(running, actor), { ids, reason })
}

const asAdmin = ({ org }: Stage['running'], context: Stage['actor']): Stage['actor'] => ({
  ...context,
  actor: { ...context.actor, roles: new Map([[org.row.id, 'admin' as const]]) },
})

export const FRICTION_COMMANDS: readonly FrictionCommand[] = [
  {
    name: 'restore',
    holders: ['own', 'other', 'elsewhere'],
    async prepare(stage) {
      const operation = await stopDevices(stage)
      return start(stage, { kind: 'restore', target: { ids: stage.devices }, ...releasesOf(stage, operation) })
    },
  },
  {
    name: 'undo of a revoke',
    holders: ['own', 'other'],
    prepare: async (stage) => start(stage, { kind: 'restore', undoes: await stopDevices(stage) }),
  },
  {
    name: 'scheduled restore',
    always: true,
    holders: ['own', 'other', 'elsewhere'],
    async prepare(stage) {
      await stopDevices(stage)
      const act = { kind: 'restore', target: { ids: stage.devices }, startAt: inAnHour() } as const
      return (reason) => stage.running.start(stage.actor, { ...act, reason })
    },
  },
  {
    name: 'register',
    holders: ['own'],
    async prepare(stage) {
      const ids = stage.devices.map((id) => `${id}:new`)
      return start(stage, { kind: 'register', target: { ids } })
    },
  },
  {
    name: 'register of a device that is revoked',
    holders: ['other', 'elsewhere'],
    async prepare(stage) {
      await stopDevices(stage)
      return start(stage, { kind: 'register', target: { ids: stage.devices } })
    },
  },
  {
    name: 'remove',
    always: true,
    holders: ['own'],
    async prepare(stage) {
      const { devices, running } = stage
      const typed = devices.length === 1 ? devices[0] : running.org.row.name
      return start(stage, { kind: 'remove', target: { ids: devices }, typed })
    },
  },
  {
    name: 'resume of the org',
    always: true,
    holders: ['own', 'other'],
    prepare: async (stage) => start(stage, { kind: 'enable' }),
  },
  {
    name: 'lift of a fence',
    always: true,
    holders: ['own', 'other'],
    prepare: async (stage) => start(stage, { kind: 'restore', undoes: await placeFence(stage) }),
  },
  {
    name: 'end of a fence',
    always: true,
    holders: ['own', 'other'],
    prepare: async (stage) => control(stage, endStop, await placeFence(stage)),
  },
  {
    name: 'continue of a restore',
    holders: ['own', 'other'],
    async prepare(stage) {
      const undoes = await stopDevices(stage)
      const placed = { kind: 'restore', state: 'paused', undoes, by: stage.other } as const
      return control(stage, continueOperation, await placeOperation(stage, placed))
    },
  },
  {
    name: 'retry of a restore',
    holders: ['own', 'other'],
    async prepare(stage) {
      const undoes = await stopDevices(stage)
      const placed = { kind: 'restore', state: 'finished', outcome: 'failed', undoes, by: stage.other } as const
      return control(stage, retryOperation, await placeOperation(stage, placed))
    },
  },
  {
    name: 'release of device keys',
    holders: ['own'],
    prepare: async (stage) => onKeys(stage, releaseDeviceKeys),
  },
  {
    name: 'lift of id blocks',
    always: true,
    holders: ['own', 'other'],
    prepare: async (stage) => onKeys(stage, liftIdBlocks),
  },
  {
    name: 'policy of keys',
    always: true,
    holders: ['own', 'other'],
    async prepare({ running, actor }) {
      const { policy: now } = await running.org.connection.client.deviceKeys()
      const policy = now === 'shared' ? 'mixed' : 'shared'
      return (reason) => invoke(setKeyPolicy, asAdmin(running, actor), { policy, reason })
    },
  },
  onStop('pause of a revoke', pauseOperation, { state: 'running', stopStatus: 'requested' }),
  onStop('cancel of a revoke', cancelOperation, { state: 'running', stopStatus: 'requested' }),
  onStop('cancel of a scheduled revoke', cancelOperation, { state: 'scheduled' }),
  onStop('withdrawal of a queued revoke', endStop, { state: 'running', stopStatus: 'queued' }),
  onStop('close of a revoke in force', endStop, { state: 'finished', stopStatus: 'accepted', outcome: 'done' }),
  onStop('cancel of a scheduled stop of the org', cancelOperation, { state: 'scheduled' }, 'disable'),
  onStop('withdrawal of a queued stop of the org', endStop, { state: 'running', stopStatus: 'queued' }, 'disable'),
  onStop('close of a stop of the org in force', endStop, { state: 'finished', stopStatus: 'accepted' }, 'disable'),
]
