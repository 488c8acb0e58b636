/** What `/stop` shows of each org: from memory, waiting on no authority and hardly on the store. */
import type { StopBoard, StopCard, Wiring } from '@/components/plain/stop/stop-card-types'
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { can } from '@/lib/domain/policy'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { currentOrgStop } from '@/lib/stops/current-org-stop'
import { countOpenAlarms } from '@/lib/store/alarms'
import { listLiveStops } from '@/lib/store/operations'
import type { AlarmKind } from '@/lib/store/rows/schema'
import { viewForecast } from '@/lib/views/view-forecast'
import { stopSummary } from '@/lib/views/view-operation'
import { viewCounts, viewExecution, viewReading } from '@/lib/views/view-org'
import { largestStopParts } from '@/lib/views/view-stop-parts'
import { commonPreflightChecks, orgPreflightChecks } from './preflight-checks'
import { mintStopForm } from './stop-form'
import { lookAt, mayResume, type Visit } from './with-stop-session'

const STORE_WAIT_MS = 150

/** Every org that the person may see, those they may stop first. */
export async function stopBoard(visit: Visit): Promise<StopBoard> {
  const { console, actor, stopOnly, request } = visit
  const orgs = console.deps.orgs.all().filter((org) => actor.roles.has(org.row.id))
  const [wiring, cards] = await Promise.all([
    commonPreflightChecks(console, request.headers),
    Promise.all(orgs.map((org) => stopCard(visit, org))),
  ])
  cards.sort((a, b) => Number(b.mayStop) - Number(a.mayStop) || (a.slug < b.slug ? -1 : 1))
  const [only] = cards
  const org = cards.length === 1 && only?.mayStop ? console.deps.orgs.bySlug(only.slug) : undefined
  if (only && org) only.parts = offeredParts(visit, org, wiring)
  return { cards, wiring, stopOnly: stopOnly ? 'store' : actor.isIdle ? 'idle' : null, name: actor.name }
}

/** What of an org can be stopped by itself; null while the store cannot keep the list of its devices. */
export function offeredParts({ stopOnly }: Visit, org: OrgRuntime, common: Wiring[]): StopCard['parts'] {
  if (stopOnly || common.some(({ wire }) => wire === 'store')) return null
  return largestStopParts(org)
}

export async function stopCard(visit: Visit, org: OrgRuntime): Promise<StopCard> {
  const {
    console: { config, deps },
    actor,
  } = visit
  org.reader.look()
  const now = deps.clock.now()
  const role = actor.roles.get(org.row.id)
  const mayStop = role !== undefined && can(role, 'stop')
  const [stored, alarms] = await Promise.all([
    withTimeoutOr(listLiveStops(deps.store.reads, org.row.id), STORE_WAIT_MS, null),
    openAlarms(deps, org),
  ])
  const stop = currentOrgStop(deps, org, stored)
  const stopped = org.reading.execution?.execution === 'disabled'
  return {
    slug: org.row.slug,
    name: org.row.name,
    authority: org.authority.name,
    mayStop,
    mayResume: mayResume(visit, org),
    execution: viewExecution(org),
    reading: viewReading(org, now),
    counts: viewCounts(org),
    orgDisable: org.reading.capabilities.orgDisable,
    stop: stop ? stopSummary(deps, org, stop) : null,
    forecast: org.reading.readAt === null || stopped ? null : viewForecast(org, now),
    alarms,
    form: mintStopForm(config.authSecret, { userId: actor.userId, orgId: org.row.id }, now),
    wiring: orgPreflightChecks(org, mayStop),
    runbook: org.row.runbook,
    contact: org.row.contact,
    others: lookAt(visit, org),
    now,
  }
}

/** From the store, where acknowledgements are; from the snapshot in memory when that is late. */
async function openAlarms(deps: Visit['console']['deps'], org: OrgRuntime): Promise<StopCard['alarms']> {
  const open = await withTimeoutOr(countOpenAlarms(deps.store.reads, org.row.id), STORE_WAIT_MS, null)
  const of = (kind: AlarmKind) => open?.find((alarms) => alarms.kind === kind)?.count ?? 0
  return {
    contradicted: open === null ? org.stops.contradicted().length : of('contradicted'),
    liftedElsewhere: of('lifted-elsewhere'),
    refusedStops: of('stop-refused'),
    twinChanged: of('twin-changed'),
  }
}
