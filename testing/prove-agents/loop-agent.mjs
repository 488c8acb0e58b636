/**
 * An agent as a plain loop, with a sub-agent as one of its tools: `node loop-agent.mjs [GUARD] [SUB-AGENT]`. SUB-AGENT is
 * `guarded` unless it is `unguarded`, `orphan` (a process of its own that asks nothing) or `parallel` (three at a time, guarded).
 */
import { spawn } from 'node:child_process'
import { guardOf } from './guard.mjs'
import { converse, mark } from './work.mjs'

const [guardName = 'good', subAgent = 'guarded'] = process.argv.slice(2)
const { ask, register } = guardOf(guardName)
if (guardName === 'ends-by-signal' || subAgent === 'orphan') process.on('SIGTERM', () => undefined)

const search = (mayAsk) => converse('You search.', { look: async () => undefined }, mayAsk)

/** Each searches three times, one after the other, whatever becomes of the agent that started it. */
async function searchOnItsOwn() {
  for (let times = 0; times < 3; times += 1) await search(async () => undefined)
}

function startOrphan() {
  spawn(process.execPath, [import.meta.filename, 'good', 'is-orphan'], { detached: true, stdio: 'ignore' }).unref()
}

const SUB_AGENTS = {
  guarded: () => search(ask),
  unguarded: () => search(async () => undefined),
  orphan: async () => startOrphan(),
  parallel: () => Promise.all([search(ask), search(ask), search(ask)]),
}

if (subAgent === 'is-orphan') {
  process.on('SIGTERM', () => undefined)
  await searchOnItsOwn()
} else {
  await register()
  await ask()
  const send = async () => {
    await ask()
    await mark()
  }
  await converse('You plan.', { send, research: SUB_AGENTS[subAgent] }, ask)
}
