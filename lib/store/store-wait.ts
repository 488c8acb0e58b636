/** How long a stop waits for its row before it is sent without it, in ms. */
export const STORE_WAIT_MS = 200
