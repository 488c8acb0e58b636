/** How long an event may wait for its anchor while the console runs, and how many may wait: what a verification holds it to. */

export const ANCHOR_WITHIN_MS = 60_000
export const ANCHOR_EVENTS = 1_000
/** Looking, signing and publishing after so many events takes this long at most. */
export const ANCHOR_EVENTS_WITHIN_MS = 10_000
