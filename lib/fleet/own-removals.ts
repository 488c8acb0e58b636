/** Devices that the authority removed at this console's request, until a reading that began afterwards has been taken. */
import type { Connection } from '@/lib/machineid/snapshot/connection'

export class OwnRemovals {
  /** By id, when it was acknowledged, in ms of `performance.now()`. */
  readonly #at = new Map<string, number>()

  note(deviceIds: Iterable<string>): void {
    for (const deviceId of deviceIds) this.#at.set(deviceId, performance.now())
  }

  /** A reading that began then shows what became of what was removed before. */
  forgetBefore(begunMs: number): void {
    for (const [deviceId, at] of this.#at) if (at < begunMs) this.#at.delete(deviceId)
  }

  /** True where they are all the devices of a fleet. */
  explain(fleet: { readonly size: number; has(deviceId: string): boolean }): boolean {
    if (this.#at.size < fleet.size) return false
    let removed = 0
    for (const deviceId of this.#at.keys()) if (fleet.has(deviceId)) removed++
    return removed === fleet.size
  }
}

/** The same connection, whose acknowledged removals are noted. */
export function noteRemovals(connection: Connection, removals: OwnRemovals): Connection {
  const { client } = connection
  return {
    ...connection,
    client: new Proxy(client, {
      get(target, name) {
        if (name === 'remove') return remove
        if (name === 'removeBatch') return removeBatch
        return Reflect.get(target, name)
      },
    }),
  }
  async function remove(...given: Parameters<typeof client.remove>): ReturnType<typeof client.remove> {
    const change = await client.remove(...given)
    removals.note([given[0]])
    return change
  }
  async function removeBatch(...given: Parameters<typeof client.removeBatch>): ReturnType<typeof client.removeBatch> {
    const answer = await client.removeBatch(...given)
    removals.note(answer.results.filter(({ outcome }) => outcome === 'accepted').map(({ deviceId }) => deviceId))
    return answer
  }
}
