import type { QueryClient } from '@tanstack/react-query'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { setConsoleTime } from '../state/console-time'
import { noteHeard, noteLive, noteSilence } from '../state/live-status'
import { gistOf, newerState, orgStateKey } from '../state/org-state'
import { signedOut } from '../state/signed-out'
import { type LiveStream, openLiveStream } from './live-stream'

const TICK_MS = 1_000

/** Keeps everything shown of an org up to date while a page of it is open. Returns what ends it. */
export function followOrg(client: QueryClient, org: string): () => void {
  const key = orgStateKey(org)
  const onState = (received: OrgState) => {
    noteLive(org)
    noteHeard(org)
    setConsoleTime(received.at)
    const before = client.getQueryData<OrgState>(key)
    const state = newerState(before, received)
    client.setQueryData<OrgState>(key, state)
    if (before && gistOf(before) === gistOf(state)) return
    void client.invalidateQueries({ queryKey: ['org', org], predicate: ({ queryKey }) => queryKey[2] !== 'state' })
  }
  const onLost = () => void client.invalidateQueries({ queryKey: key })
  let stream: LiveStream | null = null
  const hide = () => {
    stream?.close()
    stream = null
  }
  const show = () => {
    // A session that allows no reading gets no stream either: it is opened after the sign-in.
    if (!signedOut.get()) stream ??= openLiveStream(org, { onState, onLost })
  }
  show()
  const followSignIn = signedOut.subscribe(() => (signedOut.get() ? hide() : show()))
  noteHeard(org)
  const silence = setInterval(() => noteSilence(org), TICK_MS)
  window.addEventListener('pagehide', hide)
  window.addEventListener('pageshow', show)
  return () => {
    followSignIn()
    hide()
    clearInterval(silence)
    window.removeEventListener('pagehide', hide)
    window.removeEventListener('pageshow', show)
  }
}
