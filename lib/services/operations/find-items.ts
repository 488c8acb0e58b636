/** The devices of an operation by outcome and by a part of their id. */
import { z } from 'zod'
import { ID_PART_CHARS_MAX } from '@/lib/domain/ids/listed-id'
import { ITEM_OUTCOMES } from '@/lib/domain/operation'
import type { OperationItemsPage } from '@/lib/domain/wire/operations'
import { countItems, findItems } from '@/lib/store/operation-progress'
import { viewItem } from '@/lib/views/view-operation'
import { requireOperation } from '../require-operation'
import { service } from '../service'

const ITEMS_PAGE_ROWS = 200

export const ItemFilter = z.strictObject({
  operation: z.uuid('that is not an operation id'),
  outcome: z.enum(ITEM_OUTCOMES).optional(),
  id: z.string().max(ID_PART_CHARS_MAX, `a part of an id has at most ${ID_PART_CHARS_MAX} characters`).optional(),
})

export const findOperationItems = service({
  permission: 'see',
  input: ItemFilter.extend({ offset: z.coerce.number().int().min(0).default(0) }),
  async run(context, { operation, offset, ...filter }): Promise<OperationItemsPage> {
    const { reads } = context.deps.store
    const row = await requireOperation(context, operation)
    const [total, items] = await Promise.all([
      countItems(reads, row.id, filter),
      findItems(reads, row.id, filter, { offset, limit: ITEMS_PAGE_ROWS }),
    ])
    const { fleet } = context.org
    const lookalikes = items.map(({ device_id: id }) => id).filter((id) => fleet.hasLookalike(id))
    return { items: items.map(viewItem), lookalikes, total, offset }
  },
})
