/** An agent with one tool. Put your own options in its place; give the hooks to each query. */
import { createSdkMcpServer, query, tool } from '@anthropic-ai/claude-agent-sdk'
import { z } from 'zod'
import { guardHooks } from './machineid-claude-agent.mjs' // boundary: kickoff, model, tool
import { Guard } from './machineid-guard.mjs'

const guard = new Guard(process.env.MACHINEID_DEVICE_ID ?? 'example:dev:runner:01')
await guard.check('start') // boundary: startup

const lookUp = tool('look_up', 'Looks a subject up.', { subject: z.string() }, async ({ subject }) => ({
  content: [{ type: 'text', text: `nothing is known of ${subject}` }],
}))

/** What cannot be taken back: a write, a payment, a message. */
async function commit(result) {
  await guard.check('a side effect') // boundary: effect
  console.log(result)
}

const options = {
  model: process.env.MODEL ?? 'claude-sonnet-4-5',
  tools: [],
  allowedTools: ['mcp__tools__look_up'],
  mcpServers: { tools: createSdkMcpServer({ name: 'tools', tools: [lookUp] }) },
  settingSources: [],
}
options.hooks = guardHooks(guard) // boundary: kickoff, model, tool

for await (const message of query({ prompt: 'What is an agent?', options }))
  if (message.type === 'result') await commit(message.result)
