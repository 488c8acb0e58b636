/** An agent with one tool. Put your own in its place: one `guardRun` for each generateText, streamText or call of an agent. */
import { openai } from '@ai-sdk/openai'
import { generateText, stepCountIs, tool } from 'ai'
import { z } from 'zod'
import { guardRun } from './machineid-ai-sdk.mjs' // boundary: model, tool
import { Guard } from './machineid-guard.mjs'

const guard = new Guard(process.env.MACHINEID_DEVICE_ID ?? 'example:dev:runner:01')
await guard.check('start') // boundary: startup

let model = openai(process.env.MODEL ?? 'gpt-4o-mini')
let tools = {
  lookUp: tool({
    description: 'Looks a subject up.',
    inputSchema: z.object({ subject: z.string() }),
    execute: async ({ subject }) => `nothing is known of ${subject}`,
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
const { text } = await generateText({
  model,
  tools,
  abortSignal: run.abortSignal, // boundary: model, tool
  stopWhen: stepCountIs(5),
  prompt: 'What is an agent? Answer in one sentence.',
})
await commit(text)
