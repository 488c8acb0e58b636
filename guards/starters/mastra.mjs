/** An agent with one tool. Put your own in its place: one `guardRun` for each run of an agent. */
import { Agent } from '@mastra/core/agent'
import { createTool } from '@mastra/core/tools'
import { z } from 'zod'
import { Guard } from './machineid-guard.mjs'
import { guardRun } from './machineid-mastra.mjs' // boundary: model, tool

const guard = new Guard(process.env.MACHINEID_DEVICE_ID ?? 'example:dev:runner:01')
await guard.check('start') // boundary: startup

let model = process.env.MODEL ?? 'openai/gpt-4o-mini'
let tools = {
  lookUp: createTool({
    id: 'look-up',
    description: 'Looks a subject up.',
    inputSchema: z.object({ subject: z.string() }),
    execute: async ({ context }) => ({ text: `nothing is known of ${context.subject}` }),
  }),
}

/** What cannot be taken back: a write, a payment, a message. */
async function commit(result) {
  await guard.check('a side effect') // boundary: effect
  console.log(result)
}

await guard.check('the run') // boundary: kickoff
const run = guardRun(guard) // boundary: model, tool
model = run.model(model) // boundary: model
tools = run.tools(tools) // boundary: tool
const worker = new Agent({ name: 'worker', instructions: 'Answer in one sentence.', model, tools })
const { text } = await worker.generate('What is an agent?', {
  abortSignal: run.abortSignal, // boundary: model, tool
  maxSteps: 5,
})
await commit(text)
