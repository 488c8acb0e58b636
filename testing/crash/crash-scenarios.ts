/** The steps at which a console is killed: where each is, what leads to it, and what the life after is killed at. */
import type { Act } from './crash-acts'
import type { LifePlan } from './crash-process'

export type CrashStep = Pick<LifePlan, 'at' | 'fromStart' | 'stallMs' | 'stallButFor' | 'acts'> & {
  /** How many devices its acts are about. */
  devices?: number
  step: string
  /** An authority without batches and without a stop of the org. */
  bare?: true
  /** The life before ends at this step. */
  after?: CrashStep
}

const at = (step: string, place: string, acts: readonly Act[], more: Partial<CrashStep> = {}): CrashStep => ({
  step,
  at: { place },
  acts,
  ...more,
})
const takingUp = (step: string, place: string, after: CrashStep): CrashStep => ({
  step,
  at: { place },
  fromStart: true,
  after,
})

const REVOKE: readonly Act[] = ['revoke']
const UNDO: readonly Act[] = ['revoke', 'undo']
const FENCED: readonly Act[] = ['fence', 'join']
const LIFT: readonly Act[] = ['disable', 'enable']
/** Longer than a life. */
const STALL_MS = 600_000

const unwritten = at('answered, not written', 'answered revokeBatch', REVOKE)
const undoUnwritten = at('undo: answered, holds not released', 'answered unrevokeBatch', UNDO)
const unsent = at('store late: in the emergency file, not sent', 'call revokeBatch', REVOKE, { stallMs: STALL_MS })
const acknowledged = at('store late: acknowledged, not in the store', 'acknowledged', REVOKE, { stallMs: STALL_MS })
const fallback = at('fall-back stop: answered, not written', 'answered revoke', ['disable'], { bare: true })

export const CRASH_STEPS: readonly CrashStep[] = [
  at('start: not begun', 'begin', REVOKE),
  at('start: written, not committed', 'commit operation.requested', REVOKE),
  at('start: committed, not acknowledged', 'committed operation.requested', REVOKE),
  at('acknowledged, nothing known of it yet', 'acknowledged', ['revoke-all']),
  at('before the first call', 'call revokeBatch', REVOKE),
  at('reviewed stop: in the store without its devices', 'commit items', ['revoke-reviewed']),
  at('reviewed stop: its devices committed', 'committed items', ['revoke-reviewed']),
  at('reviewed stop: before the first call', 'call revokeBatch', ['revoke-reviewed']),
  unwritten,
  at('answers written, not committed', 'commit answers', REVOKE),
  at('between two slices', 'committed answers', ['revoke-all'], { bare: true, devices: 60 }),
  at('before the read-back', 'read back', REVOKE),
  at('read back, end not written', 'was read back', REVOKE),
  at('acknowledgement written, not committed', 'commit operation.accepted', REVOKE),
  at('end written, not committed', 'commit operation.finished', REVOKE),
  at('end committed', 'committed operation.finished', REVOKE),
  at('event appended, chain not moved', 'event appended', REVOKE),
  at('chain moved, not committed', 'chain moved', REVOKE),
  at('undo: written, not committed', 'commit operation.requested', UNDO),
  at('undo: committed, not called', 'call unrevokeBatch', UNDO),
  undoUnwritten,
  at('undo: holds released, end not written', 'committed answers', UNDO),
  at('restore: answered, holds not released', 'answered unrevokeBatch', ['revoke-all', 'restore']),
  at('staged restore: a step seen, not recorded', 'commit operation.step', ['enable', 'revoke-all', 'undo-staged']),
  at('fence: written, not committed', 'commit operation.requested', ['fence']),
  at('fence: caught, not committed', 'commit fence.caught', FENCED),
  at('fence: caught, not called', 'committed fence.caught', FENCED),
  at('fence: called, not written', 'answered revoke', FENCED),
  at('removed, not written', 'answered removeBatch', ['remove']),
  at('retry: written, not committed', 'commit operation.retried', ['revoke-unknown', 'retry']),
  at('scheduled: begun, not committed', 'commit operation.begun', ['revoke-later']),
  at('scheduled: begun, not called', 'committed operation.begun', ['revoke-later']),
  at('org stop: recorded, not sent', 'call orgDisable', ['disable']),
  at('org stop: answered, not written', 'answered orgDisable', ['disable']),
  at('org stop: acceptance not committed', 'commit operation.accepted', ['disable']),
  at('org resume: recorded, not sent', 'call orgEnable', LIFT),
  at('org resume: answered, not written', 'answered orgEnable', LIFT),
  at('fall-back stop: devices not committed', 'commit items', ['disable'], { bare: true }),
  fallback,
  at('fall-back lifted: answered, not written', 'answered unrevoke', LIFT, { bare: true }),
  unsent,
  acknowledged,
  at('store late: a resume acknowledged, not in the store', 'acknowledged', LIFT, {
    stallMs: STALL_MS,
    stallButFor: 1,
  }),
  takingUp('taking up: before it is sent again', 'call revokeBatch', unwritten),
  takingUp('taking up: answered again, not written', 'answered revokeBatch', unwritten),
  takingUp('taking up: ended, not committed', 'commit operation.finished', unwritten),
  takingUp('taking up: a resume interrupted, not committed', 'commit operation.interrupted', undoUnwritten),
  takingUp('taking up: a fall-back stop sent again', 'answered revoke', fallback),
  takingUp('taking up the emergency file, not committed', 'commit operation.requested', unsent),
  takingUp('taking up the emergency file, committed', 'committed operation.requested', unsent),
  at('continued: not committed', 'commit operation.continued', ['continue'], { after: undoUnwritten }),
  at('continued: found done, not written', 'commit answers', ['continue'], { after: undoUnwritten }),
  at('cancelled: not committed', 'commit operation.cancelled', ['cancel'], { after: undoUnwritten }),
  at('cancelled: end not committed', 'commit operation.finished', ['cancel'], { after: undoUnwritten }),
]
