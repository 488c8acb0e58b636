/** LangChain and LangGraph themselves, with a pretend model: nothing begins after a denial, whatever the path and the fault. */
import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import { tool } from '@langchain/core/tools'
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph'
import { ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt'
import { ChatOpenAI } from '@langchain/openai'
import { createAgent } from 'langchain'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { GuardCallbacks, guardMiddleware } from '@/guards/node/machineid-langchain.mjs'
import {
  ALL_CELLS,
  type Cell,
  cell,
  Lenient,
  matrixCell,
  SOME_CELLS,
  STREAM_CELLS,
  type Stage,
  SUB_AGENT_CELLS,
} from './testing/cell'

const WORK = { messages: [{ role: 'user', content: 'work' }] }
const schema = z.object({ text: z.string() })

const modelOf = ({ modelUrl: baseURL }: Stage, streaming = false) =>
  new ChatOpenAI({ model: 'gpt-4o', apiKey: 'sk-pretend', streaming, configuration: { baseURL } })

const sendOf = ({ begin }: Stage) =>
  tool(
    async () => {
      begin('tool')
      return 'sent'
    },
    { name: 'send', description: 'Sends a text.', schema },
  )

const agentOf = (stage: Stage, streaming = false) =>
  createAgent({
    model: modelOf(stage, streaming),
    tools: [sendOf(stage)],
    middleware: [guardMiddleware(stage.guard)],
  })

/** A graph made by hand, whose tool node makes messages of errors. */
function graphOf(stage: Stage) {
  const tools = [sendOf(stage)]
  const model = modelOf(stage).bindTools(tools)
  return new StateGraph(MessagesAnnotation)
    .addNode('think', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
    .addNode('tools', new ToolNode(tools, { handleToolErrors: true }))
    .addEdge(START, 'think')
    .addConditionalEdges('think', toolsCondition, { tools: 'tools', [END]: END })
    .addEdge('tools', 'think')
    .compile()
}

const invoke = (stage: Stage) => agentOf(stage).invoke(WORK)

async function streamed(stage: Stage) {
  for await (const _ of await agentOf(stage, true).stream(WORK, { streamMode: 'messages' }));
}

const graph = (stage: Stage) => graphOf(stage).invoke(WORK, { callbacks: [new GuardCallbacks(stage.guard)] })

const helpOf = (inner: { invoke(input: typeof WORK): Promise<{ messages: { content: unknown }[] }> }) =>
  tool(async () => String((await inner.invoke(WORK)).messages.at(-1)?.content), {
    name: 'help',
    description: 'Asks a helper.',
    schema,
  })

const subAgent = (stage: Stage) =>
  createAgent({
    model: modelOf(stage),
    tools: [helpOf(agentOf(stage) as never)],
    middleware: [guardMiddleware(stage.guard)],
  }).invoke(WORK)

/** An agent without a guard of its own, inside a tool: the callbacks of the run reach it. */
const subGraph = (stage: Stage) =>
  createAgent({ model: modelOf(stage), tools: [helpOf(graphOf(stage) as never)] }).invoke(WORK, {
    callbacks: [new GuardCallbacks(stage.guard)],
  })

/** A node that works without a model or a tool. */
const node = (stage: Stage) => {
  const think = async ({ messages }: typeof MessagesAnnotation.State) => ({
    messages: [await modelOf(stage).invoke(messages)],
  })
  const act = stage.guard.protect(async () => {
    stage.begin('tool')
    return {}
  })
  return new StateGraph(MessagesAnnotation)
    .addNode('think', think)
    .addNode('act', act)
    .addNode('again', think)
    .addEdge(START, 'think')
    .addEdge('think', 'act')
    .addEdge('act', 'again')
    .compile()
    .invoke(WORK, { callbacks: [new GuardCallbacks(stage.guard)] })
}

const PATHS: Record<string, [run: (stage: Stage) => Promise<unknown>, cells: Cell[]]> = {
  'createAgent, invoke': [invoke, ALL_CELLS],
  'createAgent, stream': [streamed, STREAM_CELLS],
  'a sub-agent': [subAgent, SUB_AGENT_CELLS],
  'a graph': [graph, ALL_CELLS],
  'a graph inside a tool': [subGraph, SUB_AGENT_CELLS],
  'a node': [node, SOME_CELLS],
}

for (const [path, [way, cells]] of Object.entries(PATHS)) {
  it.each(cells)(`${path}: nothing begins after a denial: %s, %s`, async (...at) => {
    expect(await matrixCell(`langchain ${path}`, at, way)).toEqual([])
  })

  it(`${path}: finds a guard that works on`, async () => {
    expect(await cell([cells[0]?.[0] ?? 'start', 'no allowed'], way, Lenient)).not.toEqual([])
  })
}

/** As `GuardCallbacks`, but for `raiseError`: what it throws is logged. */
class Logged extends BaseCallbackHandler {
  name = 'broken'
  override awaitHandlers = true
  constructor(readonly stage: Stage) {
    super()
  }
  override async handleChatModelStart() {
    await this.stage.guard.check()
  }
  override async handleToolStart() {
    await this.stage.guard.check()
  }
}

it('finds the broken twin: callbacks whose errors are only logged', async () => {
  const twin = (stage: Stage) => graphOf(stage).invoke(WORK, { callbacks: [new Logged(stage)] })
  expect(await cell(['tool', 'revoked'], twin)).not.toEqual([])
})
