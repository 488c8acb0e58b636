/** The OpenAI Agents SDK itself, with a pretend model: nothing begins after a denial, whatever the path and the fault. */
import { Agent, handoff, OpenAIProvider, run, setTracingDisabled, tool } from '@openai/agents'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { guardAgent } from '@/guards/node/machineid-openai-agents.mjs'
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

setTracingDisabled(true)

const provider = ({ modelUrl: baseURL }: Stage, useResponses = true) =>
  new OpenAIProvider({ baseURL, apiKey: 'sk-pretend', useResponses })

const sendOf = ({ begin }: Stage) =>
  tool({
    name: 'send',
    description: 'Sends a text.',
    parameters: z.object({ text: z.string() }),
    execute: async () => {
      begin('tool')
      return 'sent'
    },
  })

const workerOf = (stage: Stage, useResponses = true) =>
  guardAgent(
    stage.guard,
    new Agent({ name: 'worker', model: 'gpt-4o', tools: [sendOf(stage)] }),
    provider(stage, useResponses),
  )

const outerOf = (stage: Stage, rest: object) =>
  guardAgent(stage.guard, new Agent({ name: 'outer', model: 'gpt-4o', ...rest }), provider(stage))

const plain = (stage: Stage) => run(workerOf(stage), 'work')
const chat = (stage: Stage) => run(workerOf(stage, false), 'work')

async function streamed(stage: Stage) {
  const result = await run(workerOf(stage), 'work', { stream: true })
  for await (const _ of result);
  await result.completed
}

const asTool = (stage: Stage) =>
  run(outerOf(stage, { tools: [workerOf(stage).asTool({ toolName: 'help', toolDescription: 'Helps.' })] }), 'work')

const handedOff = (stage: Stage) => run(outerOf(stage, { handoffs: [handoff(workerOf(stage))] }), 'work')

const PATHS: Record<string, [run: (stage: Stage) => Promise<unknown>, cells: Cell[]]> = {
  run: [plain, ALL_CELLS],
  'run over chat completions': [chat, SOME_CELLS],
  'run with a stream': [streamed, STREAM_CELLS],
  'an agent as a tool': [asTool, SUB_AGENT_CELLS],
  'a handoff': [handedOff, SUB_AGENT_CELLS],
}

for (const [path, [way, cells]] of Object.entries(PATHS)) {
  it.each(cells)(`${path}: nothing begins after a denial: %s, %s`, async (...at) => {
    expect(await matrixCell(`openai-agents ${path}`, at, way)).toEqual([])
  })

  it(`${path}: finds a guard that works on`, async () => {
    expect(await cell([cells[0]?.[0] ?? 'start', 'no allowed'], way, Lenient)).not.toEqual([])
  })
}

/** A guardrail without `behavior` allows. */
const noBehavior = (stage: Stage) => {
  const guardrail = {
    type: 'tool_input' as const,
    name: 'broken',
    run: async () => ({ outputInfo: await stage.guard.check().catch(String) }),
  }
  const send = { ...sendOf(stage), inputGuardrails: [guardrail] } as never
  return run(new Agent({ name: 'worker', model: modelOf(stage), tools: [send] }), 'work')
}

const modelOf = (stage: Stage) => ({
  getResponse: async (request: never) => (await provider(stage).getModel('gpt-4o')).getResponse(request),
  getStreamedResponse: () => {
    throw new Error('not used')
  },
})

it('finds the broken twin: a guardrail without behavior', async () => {
  expect(await cell(['tool', 'revoked'], noBehavior)).not.toEqual([])
})
