// @ts-check
/**
 * Mastra 0.24: the guard before each model call and tool call of an agent. Copy it beside `machineid-guard.mjs`.
 *
 *     const run = guardRun(guard)   // one for each run: make the agent with it, or let `model` and `tools` be functions that do
 *     const worker = new Agent({ name: 'worker', instructions, model: run.model('openai/gpt-5'), tools: run.tools({ send }) })
 *     await worker.generate('work', { abortSignal: run.abortSignal })
 *
 * What makes it fail closed, read in its source and seen in the tests: what a tool throws becomes a text for the model, and the loop goes
 * on. So the first denial ends the run: its signal is aborted, and every later model call and tool call of the run is refused without a
 * question. Callbacks (`onStepFinish`, `onFinish`), input and output processors are no boundary here: they see the run, they do not begin it.
 *
 * Paths for which Mastra has no hook. Put `await guard.check('…')`, or `guard.protect`, at the beginning of that code:
 * - what runs inside a tool or a workflow step after it began; agents in `agents` and agents inside tools: give their models and tools to
 *   a run too;
 * - tools without `execute`: a client or the provider runs them;
 * - fallback models: give each of the list to `run.model`; `generateLegacy`, `streamLegacy` and models of version 4 of the AI SDK: they are refused;
 * - models of scorers, of memory (titles, working memory, embeddings) and of processors; voice;
 * - servers and tools of MCP that the agent does not get through `run.tools`; what they do once they were called.
 */
import { ModelRouterLanguageModel } from '@mastra/core/llm'

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

  /** @param {any} tool */
  function guardTool(tool) {
    const { execute } = tool
    if (typeof execute !== 'function') return tool
    // Of the same class: by that Mastra distinguishes its own tools from those of the AI SDK.
    const copy = Object.assign(Object.create(Object.getPrototypeOf(tool)), tool)
    /** @param {any[]} args */
    copy.execute = async (...args) => {
      await check(`a tool call ${tool.id ?? ''}`.trim())
      return execute.apply(tool, args)
    }
    return copy
  }

  return {
    /** Aborted at the first denial. */
    abortSignal: abortSignal ? AbortSignal.any([denied.signal, abortSignal]) : denied.signal,

    /**
     * The model, asking before each call: one of the AI SDK 5, or its name or settings as Mastra reads them.
     * @param {any} model
     * @returns {any}
     */
    model(model) {
      const known = typeof model?.doStream === 'function' ? model : new ModelRouterLanguageModel(model)
      if (known.specificationVersion !== 'v2')
        throw new TypeError('This adapter guards models of version 5 of the AI SDK, or those that Mastra names.')
      return new Proxy(known, {
        get(target, name) {
          const value = target[name]
          if (name !== 'doGenerate' && name !== 'doStream')
            return typeof value === 'function' ? value.bind(target) : value
          /** @param {any[]} args */
          return async (...args) => {
            await check(`a model call of ${target.modelId}`)
            return value.apply(target, args)
          }
        },
      })
    },

    /**
     * The tools, each asking before it begins.
     * @template {Record<string, any>} Tools
     * @param {Tools} tools
     * @returns {Tools}
     */
    tools: (tools) =>
      /** @type {any} */ (Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, guardTool(tool)]))),
  }
}
