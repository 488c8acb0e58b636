/**
 * A loop that works on one task after the other, and asks before each step.
 * Put your own work in the place of `tasks`, `askModel`, `callTool` and `commit`.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Guard } from './machineid-guard.mjs'

const guard = new Guard(process.env.MACHINEID_DEVICE_ID ?? 'example:dev:runner:01')
await guard.check('start') // boundary: startup

/** Your tasks; here one each second, for ever. */
async function* tasks() {
  for (let number = 1; ; number++) {
    yield `task ${number}`
    await pause(1_000)
  }
}

/** Your model call. */
async function askModel(task) {
  await guard.check('a model call') // boundary: model
  return `plan of ${task}`
}

/** Your tool call. */
async function callTool(plan) {
  await guard.check('a tool call') // boundary: tool
  return `result of the ${plan}`
}

/** What cannot be taken back: a write, a payment, a message. */
async function commit(result) {
  await guard.check('a side effect') // boundary: effect
  console.log(result)
}

for await (const task of tasks()) {
  await guard.check(task) // boundary: kickoff
  await commit(await callTool(await askModel(task)))
}
