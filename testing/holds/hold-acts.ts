/** What people do in an interleaving, through the same use cases as the API; the model learns what each means. */
import { randomUUID } from 'node:crypto'
import { startDueOperations } from '@/lib/background/start-due-operations'
import type { StartOperation } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import {
  cancelOperation,
  continueOperation,
  pauseOperation,
  retryOperation,
} from '@/lib/services/operations/control-operation'
import { startOperation } from '@/lib/services/operations/start-operation'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { listItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import type { HoldModel, Release, Stop } from './hold-model'
import type { Step } from './hold-steps'
import type { HoldWorld, Scene } from './in-process-console'

const LATER_MS = 1_000
const CONTROLS = { pause: pauseOperation, continue: continueOperation, cancel: cancelOperation, retry: retryOperation }

type Fence = { operationId: string; selector: string; endsAt: number }
type Input = Omit<StartOperation, 'id'>

export function createActs(world: HoldWorld, scene: Scene, model: HoldModel) {
  const { deps, org } = scene
  const underWay: Promise<unknown>[] = []
  const stops: (Stop & { asked: number })[] = []
  const fences: Fence[] = []
  const operations: string[] = []
  const back = <Item>(items: readonly Item[], which: number): Item | undefined => items[items.length - 1 - which]
  const at = (ms: number) => new Date(world.clock.now() + ms).toISOString()

  /** In force as far as a person can see: ended, accepted, and read back. */
  async function noteInForce(stop: Stop, asked: number): Promise<void> {
    await deps.running.ended(stop.operationId)
    const row = await findOperation(deps.store.reads, stop.operationId)
    if (row?.state !== 'finished' || row.stop_status !== 'accepted') return
    const items = await listItems(deps.store.reads, row.id, { outcomes: ['done', 'skipped'] })
    const devices = items.filter((item) => item.code !== 'cancelled').map((item) => item.device_id)
    model.inForce(stop, devices, asked)
  }

  async function start(who: number, id: string, input: Input): Promise<boolean> {
    try {
      await invoke(startOperation, scene.person(who), { id, ...input })
      operations.push(id)
      return true
    } catch (error) {
      if (error instanceof AppError) return false
      throw error
    }
  }

  /** Half of them, by their number, as people do it: as a selection that was reviewed. */
  async function targetOf(who: number, ids: string[]): Promise<NonNullable<Input['target']>> {
    if (ids.length % 2 === 0) return { ids }
    const { selectionId, digest } = await invoke(createSelection, scene.person(who), { ids })
    return { selectionId, digest }
  }

  async function stopDevices(who: number, kind: Stop['kind'], input: Input): Promise<void> {
    const asked = model.ask()
    const stop = { operationId: randomUUID(), who, kind, asked }
    if (!(await start(who, stop.operationId, input))) return
    stops.push(stop)
    const { fence, target } = input
    if (fence?.endsAt && target && 'selector' in target)
      fences.push({ operationId: stop.operationId, selector: target.selector, endsAt: Date.parse(fence.endsAt) })
    await noteInForce(stop, asked)
  }

  async function resume(who: number, act: Release, input: Input): Promise<void> {
    const id = randomUUID()
    const takeBack = model.release(act, model.ask())
    if (await start(who, id, { reason: 'x', ...input })) return deps.running.ended(id)
    if (!(await findOperation(deps.store.reads, id))) takeBack()
  }

  const undo = (who: number, operationId: string | undefined, more: Partial<Input> = {}): Promise<void> =>
    operationId
      ? resume(who, { what: 'undo', operationId }, { kind: 'restore', undoes: operationId, ...more })
      : Promise.resolve()

  async function control(who: number, what: keyof typeof CONTROLS, operationId: string | undefined): Promise<void> {
    if (!operationId) return
    const asked = model.ask()
    if (what === 'cancel') model.release({ what: 'cancel', operationId }, asked)
    const done = await invoke(CONTROLS[what], scene.person(who), { operation: operationId }).catch((error) => {
      if (!(error instanceof AppError)) throw error
    })
    const stop = stops.find((each) => each.operationId === operationId)
    if (done && stop && what !== 'pause' && what !== 'cancel') await noteInForce(stop, asked)
  }

  function run(step: Step): Promise<unknown> {
    const { who } = step
    switch (step.act) {
      case 'revoke':
      case 'revoke-later': {
        const startAt = step.act === 'revoke' ? undefined : at(LATER_MS)
        return targetOf(who, step.devices).then((target) =>
          stopDevices(who, 'operation', { kind: 'revoke', target, startAt }),
        )
      }
      case 'fence': {
        const fence = { endsAt: at(step.ms) }
        return stopDevices(who, 'fence', { kind: 'revoke', target: { selector: step.selector }, fence, reason: 'x' })
      }
      case 'restore':
      case 'restore-later': {
        const named = stops.slice(-step.named || stops.length).map((stop) => stop.operationId)
        const startAt = step.act === 'restore' ? undefined : at(LATER_MS)
        const act = { what: 'restore', who, devices: step.devices, named } as const
        return resume(who, act, { kind: 'restore', target: { ids: step.devices }, releases: named, startAt })
      }
      case 'undo':
        return undo(who, back(stops, step.which)?.operationId)
      case 'undo-later':
        return undo(who, back(stops, step.which)?.operationId, { startAt: at(LATER_MS) })
      case 'undo-staged':
        return undo(who, back(stops, step.which)?.operationId, { staged: true })
      case 'lift':
        return undo(who, back(fences, step.which)?.operationId)
      case 'pause':
      case 'continue':
      case 'cancel':
      case 'retry':
        return control(who, step.act, back(operations, step.which))
      case 'join':
        return world.authority.agent('register', step.devices[0] as string)
      case 'ask':
        return Promise.all(step.devices.map((id) => world.authority.agent('validate', id)))
      case 'elsewhere':
        return world.admin.revoke(step.devices[0] as string)
      case 'pass':
        world.pass(step.ms)
        return startDueOperations(deps)
      case 'look':
        return org.reader.readNow()
      case 'stop-org':
        return stopDevices(who, 'fallback', { kind: 'disable' })
      case 'enable-org':
        return resume(who, { what: 'enable' }, { kind: 'enable' })
    }
  }

  return {
    underWay,
    /** Those too that began later. */
    noteAllInForce: () => Promise.all(stops.map((stop) => noteInForce(stop, stop.asked))),
    play(step: Step): Promise<unknown> {
      const done = run(step)
      underWay.push(done)
      done.catch(() => undefined)
      return done
    },
    /** Selectors of fences that were not lifted and whose time is not over. */
    fencesInForce: (): string[] =>
      fences
        .filter(({ operationId, endsAt }) => endsAt > world.clock.now() && !model.isUndone(operationId))
        .map(({ selector }) => selector),
  }
}
