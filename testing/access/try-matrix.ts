import { cookieOf, expected, isAs, PARTIES, type Party } from './parties'
import { ROWS, type Row } from './rows'

export type Mismatch = { row: Row; party: Party; expected: ReturnType<typeof expected>; status: number }

/**
 * Every row × every party. Each try has a person and a session of its own, because some rows end the session they are sent with.
 * @param ask sends the request and gives the status.
 */
export async function tryMatrix(
  world: Parameters<typeof cookieOf>[0],
  ask: (row: Row, cookie: string | undefined) => Promise<number>,
): Promise<{ tried: number; mismatches: Mismatch[] }> {
  const mismatches: Mismatch[] = []
  for (const row of ROWS)
    for (const party of PARTIES) {
      const status = await ask(row, await cookieOf(world, party))
      const promised = expected(row, party)
      if (!isAs(promised, status)) mismatches.push({ row, party, expected: promised, status })
    }
  return { tried: ROWS.length * PARTIES.length, mismatches }
}
