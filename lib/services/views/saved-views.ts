/** Views that people save: listed with their counts, saved, changed, removed. What is shared is a matter of the record. */
import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import type { SharedView } from '@/lib/domain/audit'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { isolated } from '@/lib/domain/ids/isolated'
import { PERSONAL_VIEWS_MAX, SELECTOR_CHARS_MAX, SHARED_VIEWS_MAX } from '@/lib/domain/limits'
import { can } from '@/lib/domain/policy'
import type { SavedView } from '@/lib/domain/wire/saved-view'
import { readSelector } from '@/lib/orgs/match-selector'
import type { Db } from '@/lib/store/rows/db'
import type { SavedViewRow } from '@/lib/store/rows/schema'
import { deleteView, findView, insertView, listViews, updateView } from '@/lib/store/saved-views'
import type { OrgContext } from '../context'
import { authorize, service } from '../service'
import { coverOf } from './count-matches'
import { nameKey, readViewName } from './read-view-name'

const Particulars = z.strictObject({
  name: z.string().max(400),
  selector: z.string().max(SELECTOR_CHARS_MAX),
  shared: z.boolean(),
})
const Version = z.number().int().min(1)

export const listSavedViews = service({
  permission: 'see',
  input: z.strictObject({}),
  async run(context): Promise<{ views: SavedView[] }> {
    const { deps, org, actor } = context
    const views: SavedView[] = []
    for (const row of await listViews(deps.store.reads, org.row.id, actor.userId))
      views.push(await viewOf(context, row))
    return { views }
  },
})

export const saveView = service({
  permission: 'see',
  input: Particulars.extend({ id: z.uuid() }),
  async run(context, { id, ...input }): Promise<SavedView> {
    const { deps, org, actor } = context
    if (input.shared) await authorize(context, 'share')
    const particulars = readParticulars(context, input)
    const row: SavedViewRow = {
      id,
      org_id: org.row.id,
      user_id: actor.userId,
      ...particulars,
      version: 1,
      created_at: deps.clock.now(),
    }
    const kept = await deps.store.db.transaction().execute(async (tx) => {
      // The same press once more.
      const known = await findView(tx, org.row.id, id)
      if (known) return sameOrConflict(known, row)
      await requireRoom(tx, context, row)
      await insertView(tx, row)
      await recordShared(tx, context, id, null, row)
      return row
    })
    return viewOf(context, kept)
  },
})

export const changeView = service({
  permission: 'see',
  input: Particulars.extend({ view: z.uuid(), version: Version }),
  async run(context, { view, version, ...input }): Promise<SavedView> {
    if (input.shared) await authorize(context, 'share')
    const particulars = readParticulars(context, input)
    const changed = await context.deps.store.db.transaction().execute(async (tx) => {
      const before = await requireOwn(tx, context, view, version)
      // Who makes a shared view personal has it; who shares one is named with it.
      const row = { ...before, ...particulars, user_id: context.actor.userId, version: version + 1 }
      await requireRoom(tx, context, row)
      await updateView(tx, view, row)
      await recordShared(tx, context, view, before, row)
      return row
    })
    return viewOf(context, changed)
  },
})

export const removeView = service({
  permission: 'see',
  input: z.strictObject({ view: z.uuid(), version: Version }),
  async run(context, { view, version }): Promise<{ removed: string }> {
    await context.deps.store.db.transaction().execute(async (tx) => {
      const before = await requireOwn(tx, context, view, version)
      await deleteView(tx, view)
      await recordShared(tx, context, view, before, null)
    })
    return { removed: view }
  },
})

function readParticulars({ org }: OrgContext, { name, selector, shared }: z.infer<typeof Particulars>) {
  const text = selector.trim()
  if (text === '') throw new InvalidInput('selector: a view of the whole fleet is the list itself.')
  readSelector(org, text)
  return { name: readViewName(name), selector: text, shared: shared ? (1 as const) : (0 as const) }
}

function sameOrConflict(known: SavedViewRow, { user_id, name, selector, shared }: SavedViewRow): SavedViewRow {
  if (known.user_id === user_id && known.name === name && known.selector === selector && known.shared === shared)
    return known
  throw new AppError('conflict', 'There is another view with this id. Nothing was saved.')
}

/** The view, if the person may change it and it is as it was shown. */
async function requireOwn(tx: Db, context: OrgContext, id: string, version: number): Promise<SavedViewRow> {
  const row = await findView(tx, context.org.row.id, id)
  // The personal view of another person is not there.
  if (!row || (row.shared === 0 && row.user_id !== context.actor.userId))
    throw new AppError('not-found', 'This view was removed. Nothing was changed.')
  if (row.shared === 1) await authorize(context, 'share')
  if (row.version !== version)
    throw new AppError(
      'conflict',
      `Another person changed this view to “${isolated(row.name)}” of ${isolated(row.selector)}. Look at it, then change it again. Nothing was changed.`,
    )
  return row
}

/** @throws AppError `conflict` if there are too many already, or one of that name. */
async function requireRoom(tx: Db, { org, actor }: OrgContext, row: SavedViewRow): Promise<void> {
  const others = (await listViews(tx, org.row.id, actor.userId)).filter(
    ({ id, shared }) => id !== row.id && shared === row.shared,
  )
  const max = row.shared ? SHARED_VIEWS_MAX : PERSONAL_VIEWS_MAX
  if (others.length >= max)
    throw new AppError(
      'conflict',
      `There are ${max} ${row.shared ? 'shared' : 'personal'} views already. Remove one first.`,
    )
  if (others.some(({ name }) => nameKey(name) === nameKey(row.name)))
    throw new AppError(
      'conflict',
      `There is a view “${isolated(row.name)}” already. Choose another name, or change that one.`,
    )
}

async function recordShared(
  tx: Db,
  context: OrgContext,
  viewId: string,
  before: SavedViewRow | null,
  after: SavedViewRow | null,
): Promise<void> {
  const data = { viewId, before: sharedOf(before), after: sharedOf(after) }
  if (data.before || data.after) await record(tx, originOf(context, context.org.row.id), 'view.changed', data)
}

const sharedOf = (row: SavedViewRow | null): SharedView | null =>
  row?.shared ? { name: row.name, selector: row.selector } : null

async function viewOf(context: OrgContext, row: SavedViewRow): Promise<SavedView> {
  const { id, name, selector, shared, version } = row
  const mayChange = shared === 0 || can(context.role, 'share')
  return { id, name, selector, shared: shared === 1, version, mayChange, ...(await coverOf(context, selector)) }
}
