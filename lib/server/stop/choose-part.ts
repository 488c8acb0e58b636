/**
 * The first of the two taps that stop a part of an org: what was chosen is frozen into a selection, and the confirm shows what
 * would be revoked. Nothing is sent here.
 */
import { createElement } from 'react'
import type { PartFault } from '@/components/plain/stop/stop-card-types'
import { StopPartsPage } from '@/components/plain/stop/stop-parts-page'
import { StopSelectionPage } from '@/components/plain/stop/stop-selection-page'
import { TIMED_OUT, withTimeout, withTimeoutOr } from '@/lib/concurrency/with-timeout'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import type { CoveringNote } from '@/lib/domain/wire/note'
import type { Selection } from '@/lib/domain/wire/selection'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { coveringNotes } from '@/lib/services/notes/covering-notes'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { selectorOfTyped } from '@/lib/views/view-stop-parts'
import { htmlResponse, nonceOf } from '../request/html'
import { checkOrigin } from '../request/origin-check'
import { readForm } from '../request/read-form'
import type { OrgParams } from './get-org-stop'
import { commonPreflightChecks } from './preflight-checks'
import { offeredParts, stopCard } from './stop-cards'
import { mintStopForm } from './stop-form'
import { contextOf, ownOrg, type Visit, visit } from './with-stop-session'

/** Freezing writes the ids: a store that takes longer is away. */
const FREEZE_WAIT_MS = 10_000

/** What is written down about the devices helps to decide, and no stop waits for it longer than a person notices. */
const NOTES_WAIT_MS = 300

/** What the address of a return from sign-in can carry. */
const TYPED_KEPT_CHARS = 1_000

/** What can be stopped of one org; `?typed=` fills the field. A GET freezes and stops nothing. */
export async function getStopPart(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  const typed = (new URL(request.url).searchParams.get('typed') ?? '').slice(0, SELECTOR_CHARS_MAX)
  return visit(request, partAddress(slug, typed), async (current) =>
    partsPage(current, ownOrg(current, slug), { typed }),
  )
}

/** A button sends the selector `q`; the field sends `typed`, a selector or the value of an environment or role. */
export async function postStopPart(request: Request, { params }: OrgParams): Promise<Response> {
  const { org: slug } = await params
  const form = await readForm(request)
  const chosen = form?.get('q') ?? undefined
  const typed = form?.get('typed') ?? ''
  return visit(request, partAddress(slug, chosen ?? typed), async (current) => {
    checkOrigin(request.headers, current.console.config)
    const org = ownOrg(current, slug)
    return confirmPart(current, org, chosen ?? selectorOfTyped(org, typed))
  })
}

/** @param notice why the confirm that was pressed could not be used; nothing was sent then. */
export async function confirmPart(
  current: Visit,
  org: OrgRuntime,
  selector: string,
  notice?: string,
): Promise<Response> {
  const typed = { typed: selector, notice }
  if (selector.trim() === '') return partsPage(current, org, notice ? typed : { fault: { message: NOTHING_TYPED } })
  if (current.stopOnly) return partsPage(current, org, { ...typed, isStoreAway: true })
  const frozen = await freeze(current, org, selector)
  if ('fault' in frozen) return partsPage(current, org, { ...typed, ...frozen })
  const { console, actor, request } = current
  const { selectionId, digest } = frozen.selection
  const [notes, wiring] = await Promise.all([
    notesOf(current, org, frozen.selection),
    commonPreflightChecks(console, request.headers),
  ])
  const now = console.deps.clock.now()
  const bound = { userId: actor.userId, orgId: org.row.id, selection: { selectionId, digest } }
  const page = createElement(StopSelectionPage, {
    org: { slug: org.row.slug, name: org.row.name, authority: org.authority.name },
    selection: frozen.selection,
    notes,
    form: mintStopForm(console.config.authSecret, bound, now),
    wiring,
    notice,
    now,
    nonce: nonceOf(request),
  })
  return htmlResponse(page, notice ? 409 : 200)
}

/** None where they cannot be read in time: the page says nothing of notes then. */
async function notesOf(current: Visit, org: OrgRuntime, { hasNotes, selectionId }: Selection): Promise<CoveringNote[]> {
  // A session that can only stop reads no notes.
  if (!hasNotes || current.actor.isIdle) return []
  const reading = invoke(coveringNotes, contextOf(current, org.row.slug), { selection: selectionId })
  return (await withTimeoutOr(reading, NOTES_WAIT_MS, { notes: [] })).notes
}

type Shown = { typed?: string; fault?: PartFault; notice?: string; isStoreAway?: boolean }

async function partsPage(current: Visit, org: OrgRuntime, { isStoreAway, ...shown }: Shown): Promise<Response> {
  const { console, request } = current
  const [card, wiring] = await Promise.all([stopCard(current, org), commonPreflightChecks(console, request.headers)])
  const blocking = [...wiring, ...card.wiring].find((wire) => wire.blocks)
  if (blocking) throw new AppError('forbidden', `${blocking.fault} Nothing was sent.`)
  const parts = isStoreAway ? null : offeredParts(current, org, wiring)
  const page = createElement(StopPartsPage, { card: { ...card, parts }, wiring, ...shown, nonce: nonceOf(request) })
  return htmlResponse(page, isStoreAway ? 503 : shown.fault ? 422 : shown.notice ? 409 : 200)
}

/** @throws AppError of any fault that is none of the text or of the store. */
async function freeze(
  current: Visit,
  org: OrgRuntime,
  selector: string,
): Promise<{ selection: Selection } | { fault: PartFault } | { fault: undefined; isStoreAway: true }> {
  const creating = invoke(createSelection, contextOf(current, org.row.slug), { selector })
  try {
    const selection = await withTimeout(creating, FREEZE_WAIT_MS)
    if (selection !== TIMED_OUT) return { selection }
  } catch (error) {
    if (error instanceof InvalidInput) return { fault: faultOf(error) }
    if (error instanceof AppError) throw error
    current.console.deps.log.error({ err: error, org: org.row.slug }, 'a selection for the stop page was not kept')
  }
  return { fault: undefined, isStoreAway: true }
}

function faultOf({ issues: [issue], detail }: InvalidInput): PartFault {
  if (!issue) return { message: detail }
  return { message: `${issue.message.replace(/\.$/, '')}. Nothing was selected.`, position: issue.position }
}

const NOTHING_TYPED = 'Type a selector, or the name of an environment or a role. Nothing was selected.'

export const partAddress = (slug: string, typed: string): string =>
  `/stop/${encodeURIComponent(slug)}/part${typed ? `?typed=${encodeURIComponent(typed.slice(0, TYPED_KEPT_CHARS))}` : ''}`
