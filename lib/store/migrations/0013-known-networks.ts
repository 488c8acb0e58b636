/**
 * Networks from which each user signed in. Filled from the sessions that there are, so that no person begins as a stranger behind
 * an address that they have used for months. What network an address belongs to is a frozen copy.
 */
import { isIPv4, isIPv6 } from 'node:net'
import { type Kysely, sql } from 'kysely'

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

/** `198.51.100.7`, `2001:db8:1:2::/64`; `unknown` for what is no address. IPv4 inside IPv6 is IPv4. */
function networkOf(address: string): string {
  if (isIPv4(address)) return address
  if (!isIPv6(address)) return 'unknown'
  const groups = groupsOf(address.replace(/%.*$/, ''))
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.')
  const written = groups.slice(0, 4)
  while (written.at(-1) === 0) written.pop()
  return `${written.map((group) => group.toString(16)).join(':')}::/64`
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = [], tail] = address.split('::').map((half) => half.split(':').filter(Boolean).flatMap(numbersOf))
  return tail ? [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail] : head
}

function numbersOf(group: string): number[] {
  if (!isIPv4(group)) return [Number.parseInt(group, 16)]
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}
