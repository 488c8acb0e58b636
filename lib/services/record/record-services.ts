/** The record as a whole: how it is anchored, and whether it is still what was written. */
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { RecordStatus, RecordVerdict } from '@/lib/domain/console-api'
import { AppError } from '@/lib/domain/errors'
import { eventsInOrder, lastSequence, listCheckpoints } from '@/lib/store/audit-heads'
import { service } from '../service'
import { startHeads } from './checkpoint'
import { createVerifier } from './verify-record'

export const getRecordStatus = service({
  permission: 'see',
  input: z.strictObject({}),
  async run({ deps }): Promise<RecordStatus> {
    const events = await lastSequence(deps.store.reads)
    const { lastSequence: anchored, ...status } = deps.anchoring.status()
    return { ...status, events, notAnchored: Math.max(0, events - anchored) }
  },
})

/** Events hashed before everybody else gets a turn: a few milliseconds. */
const EVENTS_AT_ONCE = 200
let underWay: Promise<RecordVerdict> | undefined

/** Whoever asks while one verification runs gets its verdict. */
export const verifyRecord = service({
  permission: 'administer',
  input: z.strictObject({}),
  run({ deps }): Promise<RecordVerdict> {
    underWay ??= verify().finally(() => {
      underWay = undefined
    })
    return underWay

    async function verify(): Promise<RecordVerdict> {
      const { anchoring, store } = deps
      if (!anchoring.publicKey)
        throw new AppError(
          'unavailable',
          'There is no signing key: the record cannot be held against its anchors here.',
        )
      const verifier = createVerifier('deployment', await anchoring.anchors(), anchoring.publicKey)
      startHeads(await listCheckpoints(store.reads), anchoring.publicKey).forEach(verifier.skip)
      for await (const page of eventsInOrder(store.reads)) {
        for (let from = 0; from < page.length; from += EVENTS_AT_ONCE) {
          if (!page.slice(from, from + EVENTS_AT_ONCE).every(verifier.take)) return verifier.end()
          await setImmediate()
        }
      }
      return verifier.end()
    }
  },
})
