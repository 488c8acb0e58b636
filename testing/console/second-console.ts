/** Another console on the store of a test console, as another process would be: its memory is its own. */
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { createSnapshotReader } from '@/lib/machineid/snapshot/snapshot-reader'
import { createKeyVault } from '@/lib/orgs/key-vault'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { createDeps } from '@/lib/server/create-deps'
import type { Deps } from '@/lib/services/context'
import { openStore } from '@/lib/store/open/open-store'
import type { StoreLocation } from '@/lib/store/open/store-location'
import { ENCRYPTION_KEY, type TestConsole } from './test-console'

export type SecondConsole = { deps: Deps; org: OrgRuntime; close: () => Promise<void> }

/** @param location where the first one has its store. */
export async function secondConsole(first: TestConsole, location: StoreLocation): Promise<SecondConsole> {
  const { clock, anchoring, storeWaitMs } = first.deps
  const store = await openStore(location, { now: clock.now })
  const closing = new AbortController()
  const deps = createDeps(
    {
      store,
      clock,
      log: pino({ level: 'silent' }),
      vault: createKeyVault(ENCRYPTION_KEY),
      anchoring,
      embeddedUrl: first.authority.url,
      journal: { write: () => 'file' },
      closing: closing.signal,
      connect(row, orgKey) {
        const client = createMachineIdClient({ baseUrl: row.base_url, orgKey })
        return { client, snapshots: createSnapshotReader(client) }
      },
    },
    {
      sampleSoon: () => {},
      pause: (ms) => delay(Math.min(ms, 20), undefined, { signal: closing.signal }).catch(() => undefined),
      storeWaitMs,
    },
  )
  await deps.orgs.refresh()
  const org = deps.orgs.byId(first.org.row.id) as OrgRuntime
  await org.reader.readNow()
  return {
    deps,
    org,
    async close() {
      closing.abort()
      await deps.running.allEnded()
      await deps.orgs.close()
      await store.close()
    },
  }
}
