/** How long a press waits for its row before it goes out without it, in ms. */
export const STORE_WAIT_MS = 200
