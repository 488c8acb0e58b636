import type { MachineIdClient } from '@/lib/machineid/client'
import type { Connection } from '@/lib/machineid/snapshot/connection'
import { createSnapshotReader } from '@/lib/machineid/snapshot/snapshot-reader'
import type { KillPoint } from './kill-point'

/** Calls that change something. */
const ACTS = new Set<string | symbol>([
  'register',
  'revoke',
  'unrevoke',
  'remove',
  'revokeBatch',
  'unrevokeBatch',
  'removeBatch',
  'orgDisable',
  'orgEnable',
])

/** A client whose acts pass `call X` before they go out and `answered X` when they were answered, and whose readings pass too. */
export function instrumentedConnection(client: MachineIdClient, trap: KillPoint): Connection {
  const watched = new Proxy(client, {
    get(target, name) {
      const call = Reflect.get(target, name)
      if (!ACTS.has(name)) return call
      return async (...given: unknown[]) => {
        trap.pass(`call ${String(name)}`)
        const answer = await call(...given)
        trap.pass(`answered ${String(name)}`)
        return answer
      }
    },
  })
  const snapshots = createSnapshotReader(client)
  return {
    client: watched,
    snapshots: {
      ...snapshots,
      async *read(options) {
        const reading = trap.pass('read')
        yield* snapshots.read(options)
        trap.pass(`was ${reading}`)
      },
    },
  }
}
