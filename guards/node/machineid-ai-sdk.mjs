// @ts-check
/**
 * Vercel AI SDK 6: the guard before each model call and tool call of a run. Copy it beside `machineid-guard.mjs`.
 *
 *     const run = guardRun(guard)   // one for each generateText, streamText or call of an agent
 *     await generateText({ model: run.model(openai('gpt-5')), tools: run.tools({ send }), abortSignal: run.abortSignal, prompt })
 *
 * What makes it fail closed, read in the SDK's source: an error that a tool throws becomes a tool error, and the loop goes on
 * (`generate-text/execute-tool-call.ts`). So the first denial ends the run: its signal is aborted, and every later model call and
 * tool call of the run is refused without a question. Callbacks (`onToolCallStart`, `onStepFinish`) are no boundary: what they throw is dropped.
 *
 * Paths for which the SDK has no hook. Put `await guard.check('…')`, or `guard.protect`, at the beginning of that code:
 * - what runs inside a tool after it began; an agent inside a tool: give its model and tools to `guardRun` too;
 * - tools without `execute`: a client or the provider runs them;
 * - a model that `prepareStep`, `experimental_repairToolCall` or a fallback puts in place of the guarded one: give it to `run.model` as well;
 * - embeddings, images, speech, transcription and reranking;
 * - what a React component or a route does by itself; MCP servers: what they do once they were called.
 */
import { wrapLanguageModel } from 'ai'

/**
 * @param {import('./machineid-guard.mjs').Guard} guard
 * @param {AbortSignal} [abortSignal] one of your own, that ends the run as well.
 */
export function guardRun(guard, abortSignal) {
  const denied = new AbortController()

  /** @param {string} before */
  async function check(before) {
    denied.signal.throwIfAborted()
    try {
      await guard.check(before)
    } catch (denial) {
      denied.abort(denial)
      throw denial
    }
    // Another call of this run may have been denied meanwhile.
    denied.signal.throwIfAborted()
  }

  /** @type {import('ai').LanguageModelMiddleware} */
  const middleware = {
    specificationVersion: 'v3',
    async wrapGenerate({ doGenerate, model }) {
      await check(`a model call of ${model.modelId}`)
      return doGenerate()
    },
    async wrapStream({ doStream, model }) {
      await check(`a model call of ${model.modelId}`)
      return doStream()
    },
  }

  /** @param {string} name @param {any} tool */
  function guardTool(name, tool) {
    const { execute } = tool
    if (typeof execute !== 'function') return tool
    const before = `a tool call ${name}`
    if (/Generator/.test(execute.constructor.name))
      return {
        ...tool,
        /** @param {any[]} args */
        async *execute(...args) {
          await check(before)
          yield* execute.apply(tool, args)
        },
      }
    return {
      ...tool,
      /** @param {any[]} args */
      async execute(...args) {
        await check(before)
        return execute.apply(tool, args)
      },
    }
  }

  return {
    /** Aborted at the first denial. */
    abortSignal: abortSignal ? AbortSignal.any([denied.signal, abortSignal]) : denied.signal,

    /** The model, asking before each call. @param {Parameters<typeof wrapLanguageModel>[0]['model']} model */
    model: (model) => wrapLanguageModel({ model, middleware }),

    /**
     * The tools, each asking before it begins.
     * @template {Record<string, any>} Tools
     * @param {Tools} tools
     * @returns {Tools}
     */
    tools: (tools) =>
      /** @type {any} */ (
        Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, guardTool(name, tool)]))
      ),
  }
}
