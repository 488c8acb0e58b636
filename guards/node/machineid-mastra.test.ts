/** Mastra itself, with a pretend model: nothing begins after a denial, whatever the path and the fault. */
import { Agent } from '@mastra/core/agent'
import { ModelRouterLanguageModel } from '@mastra/core/llm'
import { noopLogger } from '@mastra/core/logger'
import { createTool } from '@mastra/core/tools'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { guardRun } from '@/guards/node/machineid-mastra.mjs'
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
const options = { maxSteps: 9 }

const modelOf = ({ modelUrl: url }: Stage) => ({ id: 'openai/gpt-4o' as const, url, apiKey: 'sk-pretend' })

const sendOf = ({ begin }: Stage) =>
  createTool({
    id: 'send',
    description: 'Sends a text.',
    inputSchema,
    execute: async () => {
      await begin('tool')
      return { sent: true }
    },
  })

function agentOf(name: string, rest: object): Agent {
  const agent = new Agent({ name, description: name, instructions: 'Work.', ...rest } as ConstructorParameters<
    typeof Agent
  >[0])
  agent.__setLogger(noopLogger)
  return agent
}

type Run = ReturnType<typeof guardRun>
const workerOf = (stage: Stage, run: Run) =>
  agentOf('worker', { model: run.model(modelOf(stage)), tools: run.tools({ send: sendOf(stage) }) })

function generate(stage: Stage) {
  const run = guardRun(stage.guard)
  return workerOf(stage, run).generate('work', { ...options, abortSignal: run.abortSignal })
}

/** Without the signal: the model and the tools alone hold. */
function generateWithoutSignal(stage: Stage) {
  return workerOf(stage, guardRun(stage.guard)).generate('work', options)
}

async function stream(stage: Stage) {
  const run = guardRun(stage.guard)
  const result = await workerOf(stage, run).stream('work', { ...options, abortSignal: run.abortSignal })
  for await (const _ of result.fullStream);
}

/** The agent is made once; model and tools are made for each run. */
function functions(stage: Stage) {
  const run = guardRun(stage.guard)
  const worker = agentOf('worker', {
    model: () => run.model(modelOf(stage)),
    tools: () => run.tools({ send: sendOf(stage) }),
  })
  return worker.generate('work', { ...options, abortSignal: run.abortSignal })
}

/** An agent that Mastra itself offers to another one as a tool. */
function subAgent(stage: Stage) {
  const run = guardRun(stage.guard)
  const outer = agentOf('outer', { model: run.model(modelOf(stage)), agents: { worker: workerOf(stage, run) } })
  return outer.generate('work', { ...options, abortSignal: run.abortSignal })
}

function agentInTool(stage: Stage) {
  const run = guardRun(stage.guard)
  const help = createTool({
    id: 'help',
    description: 'Asks a helper.',
    inputSchema,
    execute: async () => ({
      text: (await workerOf(stage, run).generate('work', { ...options, abortSignal: run.abortSignal })).text,
    }),
  })
  const outer = agentOf('outer', { model: run.model(modelOf(stage)), tools: run.tools({ help }) })
  return outer.generate('work', { ...options, abortSignal: run.abortSignal })
}

const PATHS: Record<string, [run: (stage: Stage) => Promise<unknown>, cells: Cell[]]> = {
  generate: [generate, ALL_CELLS],
  'generate without the signal': [generateWithoutSignal, SOME_CELLS],
  stream: [stream, STREAM_CELLS],
  'model and tools as functions': [functions, SOME_CELLS],
  'a sub-agent': [subAgent, SUB_AGENT_CELLS],
  'an agent in a tool': [agentInTool, SUB_AGENT_CELLS],
}

for (const [path, [run, cells]] of Object.entries(PATHS)) {
  it.each(cells)(`${path}: nothing begins after a denial: %s, %s`, async (...at) => {
    expect(await matrixCell(`mastra ${path}`, at, run)).toEqual([])
  })

  it(`${path}: finds a guard that works on`, async () => {
    const boundary = cells[0]?.[0] ?? 'start'
    expect(await cell([boundary, 'no allowed'], run, Lenient)).not.toEqual([])
  })
}

/** Only the tools ask: a denial becomes a text, and the model is called again. */
const toolsAlone = (stage: Stage) => {
  const tools = guardRun(stage.guard).tools({ send: sendOf(stage) })
  return agentOf('worker', { model: new ModelRouterLanguageModel(modelOf(stage)), tools }).generate('work', options)
}

it('finds the broken twin: tools alone', async () => {
  expect(await cell(['tool', 'revoked'], toolsAlone)).not.toEqual([])
})

it('refuses a model that it cannot guard', () => {
  const run = guardRun({} as never)
  expect(() => run.model({ specificationVersion: 'v1', doStream: () => undefined })).toThrow(TypeError)
})
