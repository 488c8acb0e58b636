/** An agent with one tool. Put your own in its place: agents in `handoffs`, and those that become tools, are guarded one by one. */
import { Agent, run, tool } from '@openai/agents'
import { z } from 'zod'
import { Guard } from './machineid-guard.mjs'
import { guardAgent } from './machineid-openai-agents.mjs' // boundary: model, tool

const guard = new Guard(process.env.MACHINEID_DEVICE_ID ?? 'example:dev:runner:01')
await guard.check('start') // boundary: startup

const lookUp = tool({
  name: 'look_up',
  description: 'Looks a subject up.',
  parameters: z.object({ subject: z.string() }),
  execute: async ({ subject }) => `nothing is known of ${subject}`,
})

/** What cannot be taken back: a write, a payment, a message. */
async function commit(result) {
  await guard.check('a side effect') // boundary: effect
  console.log(result)
}

let researcher = new Agent({
  name: 'researcher',
  instructions: 'Look things up, then answer in one sentence.',
  model: process.env.MODEL ?? 'gpt-4o-mini',
  tools: [lookUp],
})
researcher = guardAgent(guard, researcher) // boundary: model, tool
await guard.check('the run') // boundary: kickoff
const { finalOutput } = await run(researcher, 'What is an agent?')
await commit(finalOutput)
