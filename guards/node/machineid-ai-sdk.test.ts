/** The AI SDK itself, with a pretend model: nothing begins after a denial, whatever the path and the fault. */
import { createOpenAI } from '@ai-sdk/openai'
import { generateText, stepCountIs, streamText, ToolLoopAgent, tool, wrapLanguageModel } from 'ai'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { guardRun } from '@/guards/node/machineid-ai-sdk.mjs'
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

const inputSchema = z.object({ text: z.string() })
const prompt = 'work'
const stopWhen = stepCountIs(9)

const modelOf = ({ modelUrl }: Stage) => createOpenAI({ baseURL: modelUrl, apiKey: 'sk-pretend' })('gpt-4o')
const chatOf = ({ modelUrl }: Stage) => createOpenAI({ baseURL: modelUrl, apiKey: 'sk-pretend' }).chat('gpt-4o')

const sendOf = ({ begin }: Stage) =>
  tool({
    description: 'Sends a text.',
    inputSchema,
    execute: async () => {
      begin('tool')
      return 'sent'
    },
  })

function generate(stage: Stage) {
  const run = guardRun(stage.guard)
  const tools = run.tools({ send: sendOf(stage) })
  return generateText({ model: run.model(modelOf(stage)), tools, prompt, stopWhen, abortSignal: run.abortSignal })
}

/** Without the signal: the model and the tools alone hold. */
function generateWithoutSignal(stage: Stage) {
  const run = guardRun(stage.guard)
  return generateText({ model: run.model(chatOf(stage)), tools: run.tools({ send: sendOf(stage) }), prompt, stopWhen })
}

function stream(stage: Stage) {
  const run = guardRun(stage.guard)
  const tools = run.tools({ send: sendOf(stage) })
  const model = run.model(modelOf(stage))
  const onError = () => undefined
  return streamText({ model, tools, prompt, stopWhen, abortSignal: run.abortSignal, onError }).consumeStream()
}

function agent(stage: Stage) {
  const run = guardRun(stage.guard)
  const worker = new ToolLoopAgent({
    model: run.model(modelOf(stage)),
    tools: run.tools({ send: sendOf(stage) }),
    stopWhen,
  })
  return worker.generate({ prompt, abortSignal: run.abortSignal })
}

/** A tool that reports its progress. */
function generator(stage: Stage) {
  const run = guardRun(stage.guard)
  const send = tool({
    description: 'Sends a text.',
    inputSchema,
    async *execute() {
      stage.begin('tool')
      yield 'half'
      yield 'sent'
    },
  })
  return generateText({ model: run.model(modelOf(stage)), tools: run.tools({ send }), prompt, stopWhen })
}

function subAgent(stage: Stage) {
  const run = guardRun(stage.guard)
  const model = run.model(modelOf(stage))
  const inner = run.tools({ send: sendOf(stage) })
  const help = tool({
    description: 'Asks a helper.',
    inputSchema,
    execute: async (_, { abortSignal }) =>
      (await generateText({ model, tools: inner, prompt, stopWhen, abortSignal })).text,
  })
  return generateText({ model, tools: run.tools({ help }), prompt, stopWhen, abortSignal: run.abortSignal })
}

const PATHS: Record<string, [run: (stage: Stage) => PromiseLike<unknown>, cells: Cell[]]> = {
  generateText: [generate, ALL_CELLS],
  'generateText without the signal': [generateWithoutSignal, SOME_CELLS],
  streamText: [stream, STREAM_CELLS],
  ToolLoopAgent: [agent, SOME_CELLS],
  'a tool that reports progress': [generator, SOME_CELLS],
  'a sub-agent': [subAgent, SUB_AGENT_CELLS],
}

for (const [path, [run, cells]] of Object.entries(PATHS)) {
  it.each(cells)(`${path}: nothing begins after a denial: %s, %s`, async (...at) => {
    expect(await matrixCell(`ai-sdk ${path}`, at, async (stage) => run(stage))).toEqual([])
  })

  it(`${path}: finds a guard that works on`, async () => {
    const boundary = cells[0]?.[0] ?? 'start'
    expect(await cell([boundary, 'no allowed'], async (stage) => run(stage), Lenient)).not.toEqual([])
  })
}

/** Only the tools ask: a denial becomes a tool error, and the model is called again. */
const toolsAlone = (stage: Stage) => {
  const send = sendOf(stage)
  const execute = stage.guard.protect(async () => send.execute?.({ text: '' }, { toolCallId: '', messages: [] }))
  return generateText({ model: modelOf(stage), tools: { send: tool({ inputSchema, execute }) }, prompt, stopWhen })
}

/** The question is asked beside the model call, and not awaited. */
const notAwaited = (stage: Stage) => {
  const model = wrapLanguageModel({
    model: modelOf(stage),
    middleware: {
      specificationVersion: 'v3',
      wrapGenerate: async ({ doGenerate }) => {
        void stage.guard.check().catch(() => undefined)
        return doGenerate()
      },
    },
  })
  return generateText({ model, tools: { send: sendOf(stage) }, prompt, stopWhen })
}

it.each([
  ['tools alone', toolsAlone],
  ['a check that is not awaited', notAwaited],
])('finds the broken twin: %s', async (_, twin) => {
  expect(await cell(['tool', 'revoked'], async (stage) => twin(stage))).not.toEqual([])
})
