// @ts-check
/**
 * LangChain 1.x and LangGraph 1.x for JavaScript: the guard before each model call and tool call. Copy it beside `machineid-guard.mjs`.
 *
 *     createAgent({ model, tools, middleware: [guardMiddleware(guard)] })         // each agent, those inside a tool too; first in the list
 *     await graph.invoke(input, { callbacks: [new GuardCallbacks(guard)] })       // a graph of your own, and every agent that it calls
 *     graph.addNode('act', guard.protect(act))                                   // a node that works without a model or a tool
 *
 * What makes it fail closed, read in their source: middleware is awaited, and callbacks are with `awaitHandlers`, whose errors are
 * thrown with `raiseError`; without these two the call begins beside the question, and what a callback throws is only logged. A
 * tool node may make a message of a denial; then the next model call asks, and is denied too.
 *
 * Paths for which they have no hook. Put `await guard.check('…')`, or `guard.protect`, at the beginning of that code:
 * - what runs inside a tool, a node or a runnable lambda after it began; a node, an edge or a reducer without a model or a tool;
 * - embeddings, vector stores, document loaders, checkpointers and stores: they have no callbacks;
 * - a provider's client that is used directly, and tools that a provider runs during a model call;
 * - retries of one model call by the client (`maxRetries`): they ask once;
 * - middleware does not see an agent that a tool starts: give that agent its own, or use the callbacks;
 * - a graph that is already running on a LangGraph server: guard the process that runs it.
 */
import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import { createMiddleware } from 'langchain'

/**
 * For `createAgent`: asks before the agent, each model call and each tool call.
 * @param {import('./machineid-guard.mjs').Guard} guard
 */
export const guardMiddleware = (guard) =>
  createMiddleware({
    name: 'machineid',
    async beforeAgent() {
      await guard.check('the agent')
    },
    async wrapModelCall(request, handler) {
      await guard.check('a model call')
      return handler(request)
    },
    async wrapToolCall(request, handler) {
      await guard.check(`a tool call ${request.toolCall.name}`)
      return handler(request)
    },
  })

/** For everything that takes callbacks: asks before each model, tool and retriever call of the run that it is given to. */
export class GuardCallbacks extends BaseCallbackHandler {
  /** @override */
  name = 'machineid'
  /** @override */
  awaitHandlers = true
  /** @override */
  raiseError = true
  #guard

  /** @param {import('./machineid-guard.mjs').Guard} guard */
  constructor(guard) {
    super()
    this.#guard = guard
  }

  /** @override */
  async handleChatModelStart() {
    await this.#guard.check('a model call')
  }

  /** @override */
  async handleLLMStart() {
    await this.#guard.check('a model call')
  }

  /** @override */
  async handleToolStart() {
    await this.#guard.check('a tool call')
  }

  /** @override */
  async handleRetrieverStart() {
    await this.#guard.check('a retrieval')
  }
}
