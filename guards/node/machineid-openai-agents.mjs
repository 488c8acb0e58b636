// @ts-check
/**
 * OpenAI Agents SDK for JavaScript 0.14: the guard before each model call and function tool of an agent. Copy it beside
 * `machineid-guard.mjs`.
 *
 *     const worker = guardAgent(guard, new Agent({ name: 'worker', model: 'gpt-5', tools: [send] }))
 *     await run(worker, 'work')   // agents in `handoffs`, and those that become tools with `asTool`, are guarded first, one by one
 *
 * What makes it fail closed, read in the SDK's source: a tool input guardrail is awaited before the tool, and what it throws ends the run
 * (`runner/toolExecution.mjs`); a guardrail that returns no `behavior` allows (`utils/toolGuardrails.mjs`), so this one throws. The events
 * `agent_start` and `agent_tool_start` are emitted and not awaited: they are no boundary. There is no hook before a model call, so the
 * model itself is wrapped.
 *
 * Paths for which the SDK has no hook. Put `await guard.check('…')`, or `guard.protect`, at the beginning of that code:
 * - what runs inside a tool after it began;
 * - computer, shell and apply-patch tools, and tools of MCP servers in `mcpServers`: only function tools have input guardrails;
 * - hosted tools (web search, file search, code interpreter, hosted MCP): OpenAI runs them during a model call;
 * - a model that `Runner({ model })` puts in place of the agent's: give it to `guardModel`;
 * - your own guardrail functions, handoff filters, `callModelInputFilter`, sessions that compact their history with a model;
 * - realtime sessions: they do not go through `run`.
 */
import { OpenAIProvider } from '@openai/agents'

/**
 * The agent, asking before each of its model calls and function tools.
 * @template {import('@openai/agents').Agent<any, any>} AnyAgent
 * @param {import('./machineid-guard.mjs').Guard} guard
 * @param {AnyAgent} agent
 * @param {import('@openai/agents').ModelProvider} [provider] finds a model by its name.
 * @returns {AnyAgent}
 */
export function guardAgent(guard, agent, provider = new OpenAIProvider()) {
  const { model } = agent
  const found = typeof model === 'string' ? () => provider.getModel(model || undefined) : () => model
  const tools = agent.tools.map((/** @type {any} */ tool) => guardTool(guard, tool))
  return /** @type {AnyAgent} */ (agent.clone({ model: guardModel(guard, found), tools }))
}

/**
 * A model that asks before each call.
 * @param {import('./machineid-guard.mjs').Guard} guard
 * @param {() => import('@openai/agents').Model | Promise<import('@openai/agents').Model>} find
 * @returns {import('@openai/agents').Model}
 */
export function guardModel(guard, find) {
  return {
    async getResponse(request) {
      const model = await find()
      await guard.check('a model call')
      return model.getResponse(request)
    },
    async *getStreamedResponse(request) {
      const model = await find()
      await guard.check('a model call')
      yield* model.getStreamedResponse(request)
    },
  }
}

/**
 * A function tool that asks before it begins; another kind of tool as it is.
 * @param {import('./machineid-guard.mjs').Guard} guard
 * @param {any} tool
 */
export function guardTool(guard, tool) {
  if (tool.type !== 'function') return tool
  const ask = {
    type: 'tool_input',
    name: 'machineid',
    async run() {
      await guard.check(`a tool call ${tool.name}`)
      return { behavior: { type: 'allow' } }
    },
  }
  return { ...tool, inputGuardrails: [ask, ...(tool.inputGuardrails ?? [])] }
}
