/** What other parts of ids would do to the views and notes of an org: shown to its admin before the change is made. */
import { z } from 'zod'
import { InvalidInput } from '@/lib/domain/errors'
import { patternParts } from '@/lib/domain/ids/device-id'
import type { PatternChange, PatternEffect, PatternEffects } from '@/lib/domain/wire/org-settings'
import { listNoteRows } from '@/lib/store/notes/notes'
import { listAllViews } from '@/lib/store/saved-views'
import type { OrgContext } from '../context'
import { service } from '../service'
import { patternOf } from './change-org'
import { compareUnder, readUnder } from './selector-under-parts'

/** So long devices are compared; what is left by then is listed without its numbers. */
const COMPARE_MS = 3_000

/** Views that other people keep for themselves are counted and not named. */
export const previewIdPattern = service({
  permission: 'administer',
  input: z.strictObject({ idPattern: z.string().max(1_000) }),
  async run(context, { idPattern }): Promise<PatternEffects> {
    const { deps, org, actor } = context
    const parts = patternParts(patternOf(idPattern))
    const changeOf = changesUnder(context, parts)
    const effects: PatternEffect[] = []
    let hiddenViews = 0
    for (const view of await listAllViews(deps.store.reads, org.row.id)) {
      const change = await changeOf(view.selector)
      if (!change) continue
      if (view.shared === 1 || view.user_id === actor.userId)
        effects.push({ kind: 'view', id: view.id, name: view.name, selector: view.selector, change })
      else hiddenViews++
    }
    for (const note of await listNoteRows(deps.store.reads, org.row.id)) {
      const change = await changeOf(note.selector)
      if (change) effects.push({ kind: 'note', id: note.id, name: note.owner, selector: note.selector, change })
    }
    return { effects, hiddenViews }
  },
})

/** Null: the selector picks the same devices under these parts. Selectors that are kept twice are compared once. */
function changesUnder(context: OrgContext, parts: readonly string[]) {
  const until = performance.now() + COMPARE_MS
  const known = new Map<string, PatternChange | null>()
  return async (selector: string): Promise<PatternChange | null> => {
    let change = known.get(selector)
    if (change === undefined) {
      change = await changeUnder(context, selector, parts, until)
      known.set(selector, change)
    }
    return change
  }
}

async function changeUnder(
  context: OrgContext,
  selector: string,
  parts: readonly string[],
  until: number,
): Promise<PatternChange | null> {
  const reading = readUnder(context, selector, parts)
  if (reading === null || 'fault' in reading) return reading
  if (context.org.reading.readAt === null || performance.now() > until) return { compared: false }
  const counts = await compareUnder(context, reading, parts).catch((error: unknown) => {
    // It names an operation that is not there, or costs too much, now as well as then.
    if (error instanceof InvalidInput) return null
    throw error
  })
  if (counts === null) return null
  const { before, after, both } = counts
  // One that could not be read and picks nothing then works again all the same.
  return reading.terms !== null && before === both && after === both ? null : counts
}
