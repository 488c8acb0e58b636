/** One open screen: a stream of server-sent events that is dropped, not buffered, when the client stops reading. */
import { STREAM_END_EVENT } from '@/lib/domain/wire/org-state'
import type { OrgContext } from '../context'

/** Events that may wait for a slow network; one more drops the screen. */
const QUEUE_EVENTS_MAX = 4

/** Why the console ends a stream for good: the session is over, or the person may not see the org any more. */
export type StreamEndReason = 'signed-out' | 'no-access'

export type LiveScreen = {
  /** Who looks, with the role as last checked. */
  context: OrgContext
  openedAt: number
  stream: ReadableStream<Uint8Array>
  /** False until a state was sent for the present role: the next state is sent even if nothing changed. */
  isCurrent: boolean
  /** One event; `json` is its data, on one line. */
  send: (event: string, json: string) => void
  /** Ends the stream. With a reason, an event is sent first: the screen then does not reconnect by itself. */
  end: (reason?: StreamEndReason) => void
}

/** `onGone` is called once, whichever side ended it. `retryMs`: when a lost screen reconnects. */
export function openLiveScreen(context: OrgContext, retryMs: number, onGone: (screen: LiveScreen) => void): LiveScreen {
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array>
  let gone = false

  function leave(): boolean {
    if (gone) return false
    gone = true
    onGone(screen)
    return true
  }

  const screen: LiveScreen = {
    context,
    openedAt: performance.now(),
    isCurrent: false,
    stream: new ReadableStream<Uint8Array>(
      {
        start(own) {
          controller = own
          controller.enqueue(encoder.encode(`retry: ${retryMs}\n\n`))
        },
        cancel: () => void leave(),
      },
      new CountQueuingStrategy({ highWaterMark: QUEUE_EVENTS_MAX }),
    ),
    send(event, json) {
      if (gone) return
      // Too slow: what waits for it is thrown away with the connection.
      if ((controller.desiredSize ?? 0) <= 0) {
        leave()
        controller.error(new DOMException('The screen reads too slowly.', 'AbortError'))
        return
      }
      controller.enqueue(encoder.encode(`event: ${event}\ndata: ${json}\n\n`))
    },
    end(reason) {
      if (reason) screen.send(STREAM_END_EVENT, JSON.stringify({ reason }))
      if (leave()) controller.close()
    },
  }
  return screen
}
