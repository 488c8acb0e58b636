import { createHash } from 'node:crypto'
import type { Slices } from '@/lib/concurrency/cooperative'

const STEP_IDS = 1_000

/** SHA-256 over the org and the ids in order, as the JSON text of one list, in hex. */
export function* digestOf(orgId: string, ids: readonly string[]): Slices<string> {
  const hash = createHash('sha256').update(`[${JSON.stringify(orgId)}`)
  for (let from = 0; from < ids.length; from += STEP_IDS) {
    const list = JSON.stringify(ids.slice(from, from + STEP_IDS))
    hash.update(`,${list.slice(1, -1)}`)
    yield
  }
  return hash.update(']').digest('hex')
}
