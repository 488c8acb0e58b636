/** The record as a whole: how it is anchored, and whether it is still what was written. */
import { z } from 'zod'
import { currentHead } from '@/lib/audit/anchors/current-head'
import { type KeptHead, parseHead } from '@/lib/audit/kept-head'
import { verifyDatabase } from '@/lib/audit/verify/verify-database'
import { AppError } from '@/lib/domain/errors'
import type { RecordVerdict } from '@/lib/domain/record-verdict'
import type { RecordStatus } from '@/lib/domain/wire/activity'
import { lastSequence } from '@/lib/store/audit/audit-chain-heads'
import type { Deps } from '../context'
import { service } from '../service'

const HEAD_CHARS_MAX = 400

export const getRecordStatus = service({
  permission: 'see',
  input: z.strictObject({}),
  async run(context): Promise<RecordStatus> {
    const { deps } = context
    const head = await currentHead(context)
    const events = await lastSequence(deps.store.reads)
    const { lastSequence: anchored, lastAnchor: _, ...status } = deps.anchoring.status()
    return { ...status, head, events, notAnchored: Math.max(0, events - anchored) }
  },
})

const underWay = new Map<string, Promise<RecordVerdict>>()

/** If the same is requested while a verification runs, the answer is its verdict. @param head as the console prints it. */
export const verifyRecord = service({
  permission: 'administer',
  input: z.strictObject({ head: z.string().trim().min(1).max(HEAD_CHARS_MAX).optional() }),
  async run({ deps }, { head = '' }): Promise<RecordVerdict> {
    const kept = head === '' ? null : parseHead(head)
    const known = underWay.get(head)
    if (known) return known
    const verifying = verify(deps, kept).finally(() => underWay.delete(head))
    underWay.set(head, verifying)
    return verifying
  },
})

async function verify({ anchoring, store }: Deps, kept: KeptHead | null): Promise<RecordVerdict> {
  const { publicKey } = anchoring
  if (!publicKey)
    throw new AppError('unavailable', 'There is no signing key: the record cannot be compared with its anchors here.')
  const anchors = await anchoring.anchors()
  return store.frozen((db) => verifyDatabase(db, anchors, publicKey, kept))
}
