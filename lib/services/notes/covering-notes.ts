/** The notes that cover one device, or some of a frozen selection: what a person reads before a stop. */
import { z } from 'zod'
import { pauses } from '@/lib/concurrency/cooperative'
import { ListedId } from '@/lib/domain/command'
import type { Device } from '@/lib/domain/device'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { bySpecificity } from '@/lib/domain/notes/by-specificity'
import { compileSelector } from '@/lib/domain/selector/match'
import type { CoveringNote } from '@/lib/domain/wire/note'
import { SomeDevices } from '@/lib/fleet/search/some-devices'
import { fleetEnv, readSelector } from '@/lib/orgs/match-selector'
import { listNoteRows } from '@/lib/store/notes/notes'
import type { NoteRow } from '@/lib/store/rows/schema'
import { findSelection, selectionIds } from '@/lib/store/selections'
import type { OrgContext } from '../context'
import { service } from '../service'
import { countMatchesOf } from '../views/count-matches'
import { viewNote } from './view-note'

/** The most specific first. */
export const coveringNotes = service({
  permission: 'see',
  input: z.union([z.strictObject({ device: ListedId }), z.strictObject({ selection: z.uuid() })]),
  async run(context, input): Promise<{ notes: CoveringNote[] }> {
    const rows = await listNoteRows(context.deps.store.reads, context.org.row.id)
    const view = await viewFor(context, input)
    const found: { note: CoveringNote; count: number | null; createdAt: number }[] = []
    const pause = pauses()
    for (const row of rows) {
      const note = await view(row).catch(nothingIfFaulty)
      if (note) found.push({ note, count: note.count, createdAt: row.created_at })
      await pause()
    }
    return { notes: found.sort(bySpecificity).map(({ note }) => note) }
  },
})

/** Null: the note covers none of them. */
type ViewCovering = (row: NoteRow) => Promise<CoveringNote | null>

async function viewFor(context: OrgContext, input: { device: string } | { selection: string }): Promise<ViewCovering> {
  const { deps, org } = context
  if ('device' in input) {
    const device = org.fleet.get(input.device)
    return async (row) =>
      device && (await covers(context, row.selector, device)) ? { ...(await viewNote(context, row)), covers: 1 } : null
  }
  const selection = await findSelection(deps.store.reads, org.row.id, input.selection)
  if (!selection) throw new AppError('not-found', 'This review is no longer there. Review again.')
  if (selection.whole_fleet)
    return async (row) => {
      const note = await viewNote(context, row)
      return note.count ? { ...note, covers: Math.min(note.count, selection.count) } : null
    }
  const ids = deps.selectionCache.find(selection.id)?.deviceIds ?? (await selectionIds(deps.store.reads, selection.id))
  const some = new SomeDevices(ids)
  return async (row) => {
    const { total, ofSome } = await countMatchesOf(context, row.selector, some)
    return ofSome > 0 ? { ...(await viewNote(context, row, { count: total, fault: null })), covers: ofSome } : null
  }
}

/** One device against one selector, without going through the fleet. */
async function covers({ deps, org }: OrgContext, selector: string, device: Device): Promise<boolean> {
  const terms = readSelector(org, selector)
  const env = await fleetEnv(deps.store.reads, org, terms, deps.clock.now())
  return compileSelector(terms, { ...env, parts: org.parts, hasLookalike: org.fleet.hasLookalike })(device)
}

/** A selector with a fault picks nothing any more; the page of all notes says so. */
function nothingIfFaulty(error: unknown): null {
  if (error instanceof InvalidInput) return null
  throw error
}
