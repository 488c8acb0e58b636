/** Input this long ago still counts as a person at the page, in ms. */
const ACTIVE_MS = 60_000
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

let touchedAt = Number.NEGATIVE_INFINITY

// A module of the browser is loaded once per page; on the server there is nothing to listen to.
if (typeof window !== 'undefined') {
  const note = (event: Event) => {
    // Of a script, not of a person.
    if (event.isTrusted) touchedAt = performance.now()
  }
  for (const kind of INPUTS) window.addEventListener(kind, note, { capture: true, passive: true })
}

/** True if a pointer or a key was used on this page within the last minute. */
export const isPersonActive = (): boolean => performance.now() - touchedAt < ACTIVE_MS
