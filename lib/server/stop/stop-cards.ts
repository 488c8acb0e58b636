/** What `/stop` shows of each org: from memory alone, waiting on no authority. */
import { setTimeout as delay } from 'node:timers/promises'
import type { StopCard, Wiring } from '@/components/plain/stop-card-types'
import { can } from '@/lib/domain/policy'
import type { Actor } from '@/lib/services/context'
import { stopSummary } from '@/lib/services/operations/view-operation'
import type { OrgRuntime } from '@/lib/services/orgs/org-runtime'
import { viewCounts, viewExecution, viewReading } from '@/lib/services/orgs/view-org'
import { viewForecast } from '@/lib/services/stops/get-forecast'
import { listLiveStops } from '@/lib/store/operations'
import type { Console } from '../composition'
import { isSameHost } from '../origin-check'
import { mintStopForm } from './stop-form'

/** Every org that the person may see, those they may stop first. */
export async function stopCards(console: Console, actor: Actor, headers: Headers): Promise<StopCard[]> {
  const orgs = console.deps.orgs.all().filter((org) => actor.roles.has(org.row.id))
  const cards = await Promise.all(orgs.map((org) => stopCard(console, actor, org, headers)))
  return cards.sort((a, b) => Number(b.mayStop) - Number(a.mayStop) || (a.slug < b.slug ? -1 : 1))
}

export async function stopCard(
  { config, deps }: Console,
  actor: Actor,
  org: OrgRuntime,
  headers: Headers,
): Promise<StopCard> {
  org.reader.look()
  const now = deps.clock.now()
  const role = actor.roles.get(org.row.id)
  // A store that cannot be read hides who stopped; it never hides the button.
  const stops = await listLiveStops(deps.store.reads, org.row.id).catch(() => [])
  const stop = stops.filter((row) => row.kind === 'disable').at(-1)
  return {
    slug: org.row.slug,
    name: org.row.name,
    authority: org.authority.name,
    mayStop: role !== undefined && can(role, 'stop'),
    execution: viewExecution(org),
    reading: viewReading(org, now),
    counts: viewCounts(org, now),
    orgDisable: org.reading.capabilities.orgDisable,
    stop: stop ? stopSummary(org, stop) : null,
    forecast:
      org.reading.readAt === null || org.reading.execution?.execution === 'disabled'
        ? null
        : viewForecast(org, org.fleet.devices(), now),
    form: mintStopForm(config.authSecret, { userId: actor.userId, orgId: org.row.id }, now),
    wiring: await wiringOf({ config, deps }, org, headers, role !== undefined && can(role, 'stop')),
    now,
  }
}

/** Is the button wired? Each wire that is not says what it means. */
async function wiringOf(
  { config, deps }: Pick<Console, 'config' | 'deps'>,
  org: OrgRuntime,
  headers: Headers,
  mayStop: boolean,
): Promise<Wiring[]> {
  const wires: Wiring[] = []
  if (!isSameHost(headers, config.publicUrl)) {
    wires.push({
      wire: 'address',
      blocks: true,
      fault: `This page was opened at another address than ${config.publicUrl}: a press from here would be refused. Open ${config.publicUrl}/stop.`,
    })
  }
  if (!mayStop)
    wires.push({
      wire: 'role',
      blocks: true,
      fault: 'Your role here may look, not stop. Ask a responder, operator or admin.',
    })
  if (org.reading.keyRejected)
    wires.push({
      wire: 'key',
      blocks: false,
      fault: `${org.authority.name} rejects the org key: a stop would be refused. An admin must enter a new key in the console.`,
    })
  else if (org.reading.error)
    wires.push({
      wire: 'authority',
      blocks: false,
      fault: `${org.authority.name} does not answer now (${org.reading.error.detail}) A stop is still tried at once, and again until it is taken.`,
    })
  if (!(await storeWritable(deps)))
    wires.push({
      wire: 'store',
      blocks: false,
      fault:
        'The console cannot write its database: a stop still goes out, but is recorded in the emergency file only.',
    })
  return wires
}

/** The page waits no longer than this for a sign of the store, in ms. */
const STORE_WAIT_MS = 150

const storeWritable = (deps: Console['deps']): Promise<boolean> =>
  Promise.race([
    deps.store.writable().then(
      () => true,
      () => false,
    ),
    delay(STORE_WAIT_MS, false, { ref: false }),
  ])
