/** An agent with one tool. Put your own in its place; give the middleware to each agent, those inside a tool too. */
import { tool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import { createAgent } from 'langchain'
import { z } from 'zod'
import { Guard } from './machineid-guard.mjs'
import { guardMiddleware } from './machineid-langchain.mjs' // boundary: kickoff, model, tool

const guard = new Guard(process.env.MACHINEID_DEVICE_ID ?? 'example:dev:runner:01')
await guard.check('start') // boundary: startup

const lookUp = tool(async ({ subject }) => `nothing is known of ${subject}`, {
  name: 'look_up',
  description: 'Looks a subject up.',
  schema: z.object({ subject: z.string() }),
})

/** What cannot be taken back: a write, a payment, a message. */
async function commit(result) {
  await guard.check('a side effect') // boundary: effect
  console.log(result)
}

const middleware = []
middleware.push(guardMiddleware(guard)) // boundary: kickoff, model, tool
const model = new ChatOpenAI({ model: process.env.MODEL ?? 'gpt-4o-mini' })
const agent = createAgent({ model, tools: [lookUp], middleware })
const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'What is an agent?' }] })
await commit(messages.at(-1)?.content)
