/**
 * Long work cut into slices: a generator that yields where other work may run first. Every loop over a whole fleet works like
 * this, so that the event loop that answers `/stop` is never blocked for longer than a slice.
 */
import { setImmediate } from 'node:timers/promises'

/** A step should take well under a millisecond. */
export type Slices<Result> = Generator<undefined, Result, undefined>

const SLICE_MS = 5

/** Runs the work in slices of about 5 ms and lets other work run in between. Rejects with what the generator throws. */
export async function runYielding<Result>(steps: Slices<Result>): Promise<Result> {
  let until = performance.now() + SLICE_MS
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value
    if (performance.now() < until) continue
    await setImmediate()
    until = performance.now() + SLICE_MS
  }
}

/** For long work that awaits other things in between: what is returned is called often, and lets other work run about every 5 ms. */
export function pauses(): () => Promise<void> {
  let until = performance.now() + SLICE_MS
  return async () => {
    if (performance.now() < until) return
    await setImmediate()
    until = performance.now() + SLICE_MS
  }
}

/** Runs all of it at once: for few devices, and where an answer cannot wait. */
export function runSync<Result>(steps: Slices<Result>): Result {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
}

/** Calls `visit` for each, with a step after every `count` of them. */
export function* eachInSlices<Item>(
  items: Iterable<Item>,
  visit: (item: Item, index: number) => void,
  count = 500,
): Slices<void> {
  let index = 0
  for (const item of items) {
    visit(item, index++)
    if (index % count === 0) yield
  }
}
