/**
 * The hooks of the Claude Agent SDK, called directly: its CLI is a download of its own, with which the Python adapter is tested. Each
 * event meets each fault, and what the CLI takes for a stop is the answer.
 */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { guardHooks } from '@/guards/node/machineid-claude-agent.mjs'
import { EXIT_CODE, Guard } from '@/guards/node/machineid-guard.mjs'
import { ALL_CELLS, cell, Lenient, matrixCell, type Stage } from './testing/cell'

const EVENTS = [
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'SubagentStart',
  'SubagentStop',
  'PreCompact',
] as const

const matcherOf = (guard: Guard, event: string) => guardHooks(guard)[event]?.[0]
const answerOf = (guard: Guard, event: string) =>
  matcherOf(guard, event).hooks[0]({ hook_event_name: event, tool_name: 'send' }, undefined, {})

/** Denied at once; what it answers the CLI is on its standard output. */
const EXITING = `
import { Guard } from './guards/node/machineid-guard.mjs'
import { guardHooks } from './guards/node/machineid-claude-agent.mjs'
const authority = { call: async () => ({ status: 500, body: {} }) }
const guard = new Guard('node:test:claude:01', { authority, exitOnDenial: true, log: () => undefined })
const { hooks } = guardHooks(guard).PreToolUse[0]
console.log(JSON.stringify(await hooks[0]({ hook_event_name: 'PreToolUse', tool_name: 'send' })))
setInterval(() => undefined, 1_000)`

it('of a guard that ends the process: the CLI has its answer before, and then the process ends', () => {
  const args = ['--input-type=module', '-e', EXITING]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 })
  expect(JSON.parse(stdout)).toMatchObject({ continue: false })
  expect(status).toBe(EXIT_CODE)
})

/** The order in which the CLI calls its hooks, the model and a tool; it goes on unless an answer says otherwise. */
async function drive({ guard, modelUrl, begin }: Stage) {
  const mayGoOn = async (event: string) => (await answerOf(guard, event)).continue !== false
  const callModel = () =>
    fetch(`${modelUrl}/chat/completions`, { method: 'POST', body: JSON.stringify({ model: 'm', messages: [] }) })
  if (!(await mayGoOn('UserPromptSubmit'))) return
  for (let turn = 0; turn < 3; turn += 1) {
    await callModel()
    if (!(await mayGoOn('PreToolUse'))) return
    await begin('tool')
    if (!(await mayGoOn('PostToolUse'))) return
  }
}

it.each(ALL_CELLS)('nothing begins after a denial: %s, %s', async (...at) => {
  expect(await matrixCell('claude-agent hooks, called directly', at, drive)).toEqual([])
})

it('finds a guard that works on', async () => {
  expect(await cell(['tool', 'no allowed'], drive, Lenient)).not.toEqual([])
})

/** Asks an authority that is not there, or one that allows. */
const guardOf = (allowed: boolean) =>
  new Guard('node:test:claude:01', {
    log: () => undefined,
    authority: { call: async () => ({ status: allowed ? 200 : 500, body: { status: 'ok', allowed } }) },
  })

it.each(EVENTS)('%s ends the run at a denial, and says nothing otherwise', async (event) => {
  expect(await answerOf(guardOf(true), event)).toEqual({})
  const answer = await answerOf(guardOf(false), event)
  expect(answer).toMatchObject({ continue: false, stopReason: expect.stringContaining('not allowed before') })
  if (event === 'PreToolUse') expect(answer.hookSpecificOutput.permissionDecision).toBe('deny')
  else expect(answer.decision).toBe('block')
  expect(matcherOf(guardOf(true), event)).toMatchObject({ timeout: 30, onFailure: 'block' })
})

it('keeps the hooks of your own, after the guard', () => {
  const mine = { hooks: [async () => ({})] }
  const hooks = guardHooks(guardOf(true), { PreToolUse: [mine], Stop: [mine] })
  expect(hooks.PreToolUse).toHaveLength(2)
  expect([hooks.PreToolUse?.[1], hooks.Stop]).toEqual([mine, [mine]])
})
