/** From the requested target to the frozen list of ids that the operation acts on. */
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import type { StartOperation } from '@/lib/domain/command'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import type { OperationKind } from '@/lib/domain/operation'
import type { Target } from '@/lib/operations/write-operation'
import { matchingIds } from '@/lib/orgs/match-selector'
import type { OperationRow, SelectionRow } from '@/lib/store/rows/schema'
import { findSelection, selectionIds } from '@/lib/store/selections'
import type { OrgContext } from '../context'
import { undoneIds } from '../undone-ids'

/** @throws InvalidInput for a target that the kind does not take; AppError `conflict` for a selection that no longer fits. */
export async function resolveTarget(
  context: OrgContext,
  input: Pick<StartOperation, 'kind' | 'target'>,
  undone: OperationRow | null,
): Promise<Target> {
  const none = { selector: null, selectionId: null, undone }
  if (undone) return { ...none, deviceIds: await undoneIds(context, undone), selector: undone.selector }
  const { target } = input
  if (!target) throw new InvalidInput(`target: ${input.kind} needs the devices it is meant for`)
  if ('ids' in target) return { ...none, deviceIds: [...new Set(target.ids)] }
  if ('selector' in target) {
    if (input.kind !== 'revoke') {
      throw new InvalidInput('target: only a stop takes a selector without review; make a selection first')
    }
    return {
      ...none,
      deviceIds: await matchingIds(context.deps.store.reads, context.org, target.selector, context.deps.clock.now()),
      selector: target.selector,
    }
  }
  const { reads: db } = context.deps.store
  const selection = await reviewed(context, input.kind, target.selectionId)
  if (!selection || selection.expires_at < context.deps.clock.now()) {
    throw new AppError(
      'conflict',
      'This review is no longer there (it is kept for an hour). Review again. Nothing was changed.',
    )
  }
  if (selection.digest !== target.digest) {
    throw new AppError('conflict', 'The digest does not fit this selection. Review again. Nothing was changed.')
  }
  const deviceIds = context.deps.selectionCache.find(selection.id)?.deviceIds ?? (await selectionIds(db, selection.id))
  return { ...none, deviceIds, selector: selection.selector, selectionId: selection.id }
}

/** A stop does not wait for the store longer than for its rows: what was reviewed a moment ago is in memory. */
async function reviewed(
  { deps, org }: OrgContext,
  kind: OperationKind,
  selectionId: string,
): Promise<SelectionRow | undefined> {
  const reading = findSelection(deps.store.reads, org.row.id, selectionId)
  const kept = deps.selectionCache.find(selectionId)?.selection
  if (kind !== 'revoke' || kept?.org_id !== org.row.id) return reading
  return withTimeoutOr(reading, deps.storeWaitMs, kept)
}
