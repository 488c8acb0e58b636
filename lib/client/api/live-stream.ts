/**
 * The state of an org as server-sent events. All tabs of a browser share one stream: over HTTP/1.1 a browser opens six
 * connections to a host, and seven tabs must not use them up. The tab that holds it passes each state on; a tab that hears
 * nothing from another tab opens one itself. A stream that stays silent (a proxy that buffers) is given up for a while.
 */

import { type OrgState, STREAM_END_EVENT } from '@/lib/domain/wire/org-state'
import { mintId } from './mint-id'
import { orgPath } from './query-path'

const TICK_MS = 1_000
/** How long another tab may be quiet until this one takes over. */
const PEER_MS = 4_000
/** How long another tab has to answer a new one. */
const ANSWER_MS = 250
/** Three beats of the console. */
const SILENT_MS = 6_500
const AGAIN_AFTER_REFUSAL_MS = 15_000
const AGAIN_AFTER_SILENCE_MS = 60_000

/** `ask`: who holds the stream? `holds`: I do. `state`: its last state. `gone`: not any more; wait so many ms before you try. */
type Message = { from: string; holds?: true; ask?: true; gone?: number; state?: OrgState }

export type LiveStream = { close: () => void }

/** `onLost`: the stream broke off, so request the state. What other tabs receive is received here too. */
export function openLiveStream(
  org: string,
  { onState, onLost }: { onState: (state: OrgState) => void; onLost: () => void },
): LiveStream {
  const me = mintId()
  const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`machineid-live ${org}`)
  let source: EventSource | null = null
  let peerAt = Number.NEGATIVE_INFINITY
  let notBefore = performance.now() + (tabs ? ANSWER_MS : 0)
  let heardAt = 0
  let last: OrgState | undefined

  const post = (message: Omit<Message, 'from'>) => tabs?.postMessage({ ...message, from: me } satisfies Message)
  const waitFor = (ms: number) => {
    notBefore = performance.now() + ms * (1 + Math.random() / 2)
  }

  function release(): void {
    source?.close()
    source = null
    last = undefined
  }

  function hold(): void {
    const own = new EventSource(orgPath(org, 'events'))
    source = own
    heardAt = performance.now()
    post({ holds: true })
    own.addEventListener('state', ({ data }: MessageEvent<string>) => {
      last = JSON.parse(data) as OrgState
      heardAt = performance.now()
      post({ state: last })
      onState(last)
    })
    own.addEventListener(STREAM_END_EVENT, () => giveUp(AGAIN_AFTER_REFUSAL_MS))
    own.addEventListener('error', () => {
      // Refused for good; a connection that broke is opened again by the browser itself.
      if (own.readyState === EventSource.CLOSED) return giveUp(AGAIN_AFTER_REFUSAL_MS)
      heardAt = performance.now()
      onLost()
    })
  }

  function giveUp(ms: number): void {
    release()
    waitFor(ms)
    post({ gone: ms })
    onLost()
  }

  function tick(): void {
    const now = performance.now()
    if (!source) {
      if (now >= notBefore && now - peerAt > PEER_MS) hold()
    } else if (now - heardAt <= SILENT_MS) post({ holds: true })
    // One that worked before was only asleep, or its connection is dead.
    else giveUp(last ? TICK_MS : AGAIN_AFTER_SILENCE_MS)
  }

  function onMessage({ data }: MessageEvent<Message>): void {
    if (data.ask) {
      if (source) post(last ? { state: last } : { holds: true })
    } else if (data.gone !== undefined) {
      peerAt = Number.NEGATIVE_INFINITY
      waitFor(data.gone)
    } else {
      peerAt = performance.now()
      if (source && data.from < me) release()
      if (data.state) onState(data.state)
    }
  }

  tabs?.addEventListener('message', onMessage)
  post({ ask: true })
  const timer = setInterval(tick, TICK_MS)
  const first = setTimeout(tick, ANSWER_MS)
  return {
    close() {
      clearInterval(timer)
      clearTimeout(first)
      if (source) post({ gone: 0 })
      release()
      tabs?.close()
    },
  }
}
