/** Compiles the terms that look at what the authority reported of a device, or at what the console knows of its stop. */
import type { Device } from '@/lib/domain/device'
import { foldCase } from '../ids/fold-case'
import { compileGlob } from './glob'
import { anyOf } from './id-test'
import type { StopState, Term, TimeTest } from './term'

export type FactEnv = {
  /** The authority's clock in epoch ms. */
  nowMs: number
  /** Devices of an operation; null where there is no such operation, which then matches nothing. */
  operationDevices: (operationId: string) => ReadonlySet<string> | null
  /** The device's state under the stop that is in force over it. */
  stopState: (deviceId: string) => StopState | null
}

export type FactTest = (device: Device) => boolean

/** Null for a term that looks at the id. What the authority does not report (undefined) never matches. */
export function compileFactTest(term: Term, env: FactEnv): FactTest | null {
  switch (term.kind) {
    case 'status':
      return ({ status }) => term.values.includes(status)
    case 'seen': {
      const test = compileTimes(term.values, env.nowMs)
      return ({ lastValidatedAt }) => test(lastValidatedAt)
    }
    case 'created': {
      const test = compileTimes(term.values, env.nowMs)
      return ({ createdAt }) => test(createdAt)
    }
    case 'decision':
      return ({ lastDecision }) => !!lastDecision && term.values.includes(lastDecision.allowed ? 'allowed' : 'denied')
    case 'code': {
      const test = anyOf(term.globs.map(compileGlob))
      return ({ lastDecision }) => !!lastDecision && test(foldCase(lastDecision.code))
    }
    case 'op': {
      const sets = term.ids.map(env.operationDevices)
      return ({ deviceId }) => sets.some((set) => set?.has(deviceId))
    }
    case 'stop':
      return ({ deviceId }) => {
        const state = env.stopState(deviceId)
        return state !== null && term.values.includes(state)
      }
    default:
      return null
  }
}

function compileTimes(tests: readonly TimeTest[], nowMs: number): (at: number | null | undefined) => boolean {
  return (at) =>
    at !== undefined &&
    tests.some((time) => {
      if (time.test === 'never') return at === null
      if (at === null) return false
      return time.test === 'older' ? nowMs - at > time.ms : nowMs - at < time.ms
    })
}
