/**
 * One confirm that stops several orgs. Each org has an operation of its own, sent at the same time: what fails for one, or waits
 * for its authority, holds up no other.
 */
import type { StopResult } from '@/components/plain/stop/stop-result-types'
import { TIMED_OUT, withTimeout } from '@/lib/concurrency/with-timeout'
import { AppError } from '@/lib/domain/errors'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { type KnownStop, knownStop } from '@/lib/views/view-stop'
import { checkOrigin } from '../request/origin-check'
import { readForm } from '../request/read-form'
import { confirmAll, STOPS_SHOWN_MAX, showResults } from './get-org-stop'
import { judge, press } from './post-org-stop'
import { NOT_SENT, type StopForm, unpackStopForm } from './stop-form'
import { stopResult } from './stop-result'
import { ownOrg, type Visit, visit } from './with-stop-session'

/** Some thousands of orgs. */
const FORM_BYTES_MAX = 1_048_576
/** How long the answer waits for an authority, in ms. The stop itself waits for nothing, and the page reads itself again. */
const ANSWER_WAIT_MS = 1_000

/** `gone`: the org was removed, or the person has no role in it any more. */
type Press = { slug: string; form: StopForm; org: OrgRuntime | undefined; verdict: ReturnType<typeof judge> | 'gone' }

/** A form that was made for another person or org, or that is too old, sends nothing at all; an org that is gone is left out. */
export function postAllStops(request: Request): Promise<Response> {
  return visit(request, '/stop?all', async (current) => {
    checkOrigin(request.headers, current.console.config)
    const packed = (await readForm(request, FORM_BYTES_MAX))?.getAll('press') ?? []
    const presses = packed.map((text) => pressOf(current, text))
    const read = presses.flatMap((each) => each ?? [])
    const verdicts = new Set(presses.map((each) => each?.verdict ?? 'foreign'))
    if (verdicts.size === 0 || verdicts.has('foreign')) return confirmAll(current, NOT_SENT.foreign)
    if (verdicts.has('stale')) return confirmAll(current, NOT_SENT.stale)
    if (!verdicts.has('valid')) ownOrg(current, read[0]?.slug ?? '')
    const results = await Promise.all(read.map((each) => pressOneOfAll(current, each)))
    const ids = read.map(({ slug, form }) => `op=${encodeURIComponent(slug)}:${form.operationId}`)
    // An address that is too long for a browser or a proxy would hide what became of the stops.
    return showResults(current, results, ids.length > STOPS_SHOWN_MAX ? null : `/stop?${ids.join('&')}`)
  })
}

function pressOf(current: Visit, packed: string): Press | null {
  const unpacked = unpackStopForm(packed)
  if (!unpacked) return null
  const { slug, form } = unpacked
  const org = current.console.deps.orgs.bySlug(slug)
  if (!org || !current.actor.roles.has(org.row.id)) return { slug, form, org: undefined, verdict: 'gone' }
  return { slug, form, org, verdict: judge(current, org, form) }
}

function pressOneOfAll(current: Visit, { slug, form, org }: Press): Promise<StopResult> {
  return stopResult(current, { slug, name: org?.row.name ?? slug }, pressInTime(current, slug, form))
}

async function pressInTime(current: Visit, slug: string, form: StopForm): Promise<KnownStop> {
  const org = ownOrg(current, slug)
  const known = await withTimeout(press(current, org, form), ANSWER_WAIT_MS)
  if (known !== TIMED_OUT) return known
  // In memory since it was let in, whatever its authority and the store do.
  const { deps } = current.console
  const row = deps.stopRequests.find(form.operationId)?.row
  if (row?.org_id === org.row.id) return knownStop({ deps, org }, row)
  throw new AppError('unavailable', 'What became of this stop is not known yet. Press again if the org is not stopped.')
}
