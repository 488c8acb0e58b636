/**
 * Networks from which each user signed in. Filled from the sessions that there are, so that nobody begins as a stranger behind
 * an address that they have used for months.
 */
import { type Kysely, sql } from 'kysely'
import { networkOf } from '@/lib/domain/network'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table known_networks (
      user_id text not null references users (id), network text not null, last_at bigint not null,
      primary key (user_id, network))`)
    .execute(db)
  const { rows } = await sql<{ user_id: string; address: string; last_at: number }>`
    select user_id, address, max(created_at) as last_at from sessions where address is not null group by user_id, address
  `.execute(db)
  for (const { user_id, address, last_at } of rows)
    await sql`
      insert into known_networks (user_id, network, last_at) values (${user_id}, ${networkOf(address)}, ${last_at})
      on conflict (user_id, network) do update set last_at = excluded.last_at
      where excluded.last_at > known_networks.last_at
    `.execute(db)
}
