/** What is written on the time axis of usage: accepted stops and resumes, and how fast devices were denied. */
import type { Db } from '../rows/db'

type Within = { from: number; to: number }

const KINDS = ['revoke', 'restore', 'disable', 'enable'] as const

/** The newest stops and resumes accepted in [from, to), newest first. Times are epoch ms. */
export const listAcceptedActs = (db: Db, orgId: string, { from, to }: Within, limit: number) =>
  db
    .selectFrom('operations')
    .select(['id', 'kind', 'total', 'actor_name', 'reason', 'selector', 'accepted_at'])
    .where('org_id', '=', orgId)
    .where('kind', 'in', KINDS)
    .where('accepted_at', '>=', from)
    .where('accepted_at', '<', to)
    .orderBy('accepted_at', 'desc')
    .limit(limit)
    .$narrowType<{ accepted_at: number }>()
    .execute()

export async function countAcceptedActs(db: Db, orgId: string, { from, to }: Within): Promise<number> {
  const row = await db
    .selectFrom('operations')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('kind', 'in', KINDS)
    .where('accepted_at', '>=', from)
    .where('accepted_at', '<', to)
    .executeTakeFirstOrThrow()
  return row.count
}

/**
 * The first no of each device after a stop accepted in [from, to), newest stop first: `ms` from the one to the other by the
 * authority's clock. Those of an authority without times are left out.
 */
export const listTimesToStop = (db: Db, orgId: string, { from, to }: Within, limit: number) =>
  db
    .selectFrom('operations')
    .innerJoin('confirmations', 'confirmations.operation_id', 'operations.id')
    .select([
      'confirmations.device_id',
      'confirmations.at as denied_at',
      'operations.accepted_authority_at as accepted_at',
    ])
    .where('operations.org_id', '=', orgId)
    .where('operations.accepted_at', '>=', from)
    .where('operations.accepted_at', '<', to)
    .where('confirmations.at', 'is not', null)
    .where('operations.accepted_authority_at', 'is not', null)
    .orderBy('operations.accepted_at', 'desc')
    .limit(limit)
    .$narrowType<{ denied_at: number; accepted_at: number }>()
    .execute()
