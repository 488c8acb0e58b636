/** What another console changed, taken over into this one's memory, and shown on its open screens. */
import type { AuditKind } from '@/lib/domain/audit'
import { syncStops } from '@/lib/evidence/sync-stops'
import type { Changes } from '@/lib/replicas/follow-changes'
import type { BackgroundDeps } from './background-deps'

const OF_ORGS: RegExp = /^(org|key)\./
const OF_PEOPLE: RegExp = /^(user|session|invitation)\./
const OF_STOPS: RegExp = /^(operation|stop|fence)\./

/** @param readPeople reads anew who may stop while the store is away. */
export async function applyChanges(
  deps: BackgroundDeps,
  { orgIds, kinds }: Changes,
  readPeople: () => void = () => undefined,
): Promise<void> {
  const some = (pattern: RegExp) => [...kinds].some((kind: AuditKind) => pattern.test(kind))
  if (some(OF_ORGS)) await deps.orgs.refresh()
  if (some(OF_PEOPLE)) readPeople()
  for (const org of deps.orgs.all()) {
    if (!orgIds.has(org.row.id)) continue
    if (some(OF_STOPS)) {
      await syncStops(deps.store.reads, org, deps.running.isUnderWay)
      void org.reader.readNow().catch(() => undefined)
    }
    deps.live.changed(org)
  }
}
