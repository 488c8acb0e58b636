/** `now` is the console's clock in epoch ms; nothing compares it with an authority's. */
export type Clock = { now: () => number }
