import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { AppError } from '@/lib/domain/errors'
import { findOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import type { OrgContext } from './context'

/** Its items may still be being written: what is done to it waits for them, unless the store is late. */
export async function requireOperation({ deps, org }: OrgContext, id: string): Promise<OperationRow> {
  await withTimeoutOr(Promise.resolve(deps.itemWrites.of(id)), deps.storeWaitMs, undefined)
  const row = await findOperation(deps.store.reads, id)
  if (row?.org_id === org.row.id) return row
  throw new AppError('not-found', `There is no operation ${id} in ${org.row.name}.`)
}
