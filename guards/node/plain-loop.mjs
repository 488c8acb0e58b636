// @ts-check
/**
 * A loop without a framework: the guard before each task. Copy what you need of it.
 *
 * Paths without a guard: whatever runs between two checks. A check answers for the unit of work after it, so put one before each.
 */

/**
 * Works on one task after the other, and asks before each. `Denied` ends the loop.
 * @template Task, Result
 * @param {import('./machineid-guard.mjs').Guard} guard
 * @param {Iterable<Task> | AsyncIterable<Task>} tasks
 * @param {(task: Task) => Result | Promise<Result>} work
 */
export async function workThrough(guard, tasks, work) {
  /** @type {Result[]} */
  const done = []
  for await (const task of tasks) {
    await guard.check(`task ${task}`)
    done.push(await work(task))
  }
  return done
}
