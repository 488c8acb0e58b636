/** The pretend model speaks four APIs: tool calls in turn, then a text; a caller waits in the middle of an answer. */
import { afterEach, expect, it } from 'vitest'
import { createGate } from '@/testing/faults/gate'
import { agentOf } from './model-call'
import { sampleSchema } from './sample-schema'
import { type PretendModel, type PretendModelOptions, startPretendModel } from './start-pretend-model'

const running: PretendModel[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((model) => model.close()))
})

async function start(options?: PretendModelOptions) {
  const model = await startPretendModel(options)
  running.push(model)
  return model
}

const send = (model: PretendModel, path: string, body: unknown) =>
  fetch(`${model.url}${path}`, { method: 'POST', body: JSON.stringify(body) })

const SEARCH = {
  type: 'object',
  properties: { query: { type: 'string' }, limit: { type: 'integer', minimum: 2 }, more: { type: 'string' } },
  required: ['query', 'limit'],
}
const ARGS = { query: 'prove', limit: 2 }

/** The data of a stream, joined as a client joins them. */
const eventsOf = (text: string) =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data as string) as Record<string, unknown>)

it('calls each tool of a chat in turn, and then answers', async () => {
  const model = await start({ rounds: 3 })
  const tools = ['search', 'send'].map((name) => ({ type: 'function', function: { name, parameters: SEARCH } }))
  const messages: unknown[] = [{ role: 'user', content: 'Work.' }]
  const called: string[] = []
  for (;;) {
    const reply = await (await send(model, '/chat/completions', { model: 'm', messages, tools })).json()
    const { message, finish_reason } = reply.choices[0]
    messages.push(message)
    if (finish_reason === 'stop') break
    const [call] = message.tool_calls
    called.push(call.function.name)
    expect(JSON.parse(call.function.arguments)).toEqual(ARGS)
    messages.push({ role: 'tool', tool_call_id: call.id, content: 'ok' })
  }
  expect(called).toEqual(['search', 'send', 'search'])
  expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: 'Done.' })
  expect(model.calls.map(({ rounds }) => rounds)).toEqual([0, 1, 2, 3])
})

it('calls each tool of a conversation with messages in turn, and streams the same', async () => {
  const model = await start({ rounds: 2 })
  const tools = [...['search', 'send'].map((name) => ({ name, input_schema: SEARCH })), { type: 'web', name: 'web' }]
  const messages: unknown[] = [{ role: 'user', content: 'Work.' }]
  const called: string[] = []
  for (;;) {
    const asked = { model: 'm', system: [{ type: 'text', text: 'You plan.' }], messages, tools }
    const reply = await (await send(model, '/messages?beta=true', asked)).json()
    const events = eventsOf(await (await send(model, '/messages', { ...asked, stream: true })).text())
    const said = events.map(({ delta }) => delta as Record<string, string> | undefined)
    const [block] = reply.content
    expect(events.at(-2)).toMatchObject({ type: 'message_delta', delta: { stop_reason: reply.stop_reason } })
    if (reply.stop_reason === 'end_turn') {
      expect(said.map((delta) => delta?.text ?? '').join('')).toBe(block.text)
      break
    }
    expect(JSON.parse(said.map((delta) => delta?.partial_json ?? '').join(''))).toEqual(block.input)
    expect(block.input).toEqual(ARGS)
    called.push(block.name)
    const result = { type: 'tool_result', tool_use_id: block.id, content: 'ok' }
    messages.push({ role: 'assistant', content: reply.content }, { role: 'user', content: [result] })
  }
  expect(called).toEqual(['search', 'send'])
  expect(model.calls.at(-1)).toMatchObject({ api: 'messages', rounds: 2, instructions: 'You plan.' })
})

it('calls each tool of a conversation with Gemini in turn, and streams the same', async () => {
  const model = await start({ rounds: 2 })
  const schema = { type: 'OBJECT', properties: { query: { type: 'STRING' }, limit: { type: 'INTEGER', minimum: 2 } } }
  const parameters = { ...schema, required: ['query', 'limit'] }
  const tools = [
    { functionDeclarations: ['search', 'send'].map((name) => ({ name, parameters })) },
    { googleSearch: {} },
  ]
  const contents: unknown[] = [{ role: 'user', parts: [{ text: 'Work.' }] }]
  const called: string[] = []
  for (;;) {
    const asked = { contents, tools, systemInstruction: { parts: [{ text: 'You plan.' }] } }
    const reply = await (await send(model, 'beta/models/m:generateContent', asked)).json()
    const events = eventsOf(await (await send(model, 'beta/models/m:streamGenerateContent?alt=sse', asked)).text())
    const { content, finishReason } = reply.candidates[0]
    expect(finishReason).toBe('STOP')
    const said = events.flatMap(({ candidates }) => (candidates as (typeof reply.candidates)[0])[0].content.parts)
    if (content.parts[0].text) {
      expect(said.map(({ text }) => text).join('')).toBe(content.parts[0].text)
      break
    }
    expect(said.at(-1)).toEqual({ functionCall: { name: expect.any(String), args: ARGS } })
    called.push(content.parts[0].functionCall.name)
    const functionResponse = { name: called.at(-1), response: {} }
    contents.push(content, { role: 'user', parts: [{ functionResponse }] })
  }
  expect(called).toEqual(['search', 'send'])
  expect(model.calls.at(-1)).toMatchObject({ api: 'gemini', rounds: 2, instructions: 'You plan.', model: 'm' })
})

it('goes on from an earlier response, and from its items', async () => {
  const model = await start({ rounds: 1 })
  const tools = [{ type: 'function', name: 'search', parameters: SEARCH }]
  const first = await (await send(model, '/responses', { model: 'm', input: 'Work.', tools })).json()
  const [call] = first.output
  expect([call.type, call.name, JSON.parse(call.arguments)]).toEqual(['function_call', 'search', ARGS])
  const result = { type: 'function_call_output', call_id: call.call_id, output: 'ok' }
  for (const next of [{ previous_response_id: first.id, input: [result] }, { input: [call, result] }]) {
    const reply = await (await send(model, '/responses', { model: 'm', tools, ...next })).json()
    expect(reply.output[0].content[0].text).toBe('Done.')
  }
})

it('streams the same as it answers', async () => {
  const model = await start()
  const chatTools = [{ type: 'function', function: { name: 'search', parameters: SEARCH } }]
  const chat = { model: 'm', stream: true, stream_options: { include_usage: true }, messages: [], tools: chatTools }
  const pieces = eventsOf(await (await send(model, '/chat/completions', chat)).text())
  const deltas = pieces.flatMap(({ choices }) =>
    (choices as { delta: { tool_calls?: unknown[] } }[]).map((c) => c.delta),
  )
  const calls = deltas.flatMap(({ tool_calls }) => tool_calls ?? []) as { function: { arguments: string } }[]
  expect(JSON.parse(calls.map((call) => call.function.arguments).join(''))).toEqual(ARGS)
  expect(pieces.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 15 } })

  const tools = [{ type: 'function', name: 'search', parameters: SEARCH }]
  const events = eventsOf(
    await (await send(model, '/responses', { model: 'm', stream: true, input: 'x', tools })).text(),
  )
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, at) => at))
  const written = events.filter(({ type }) => type === 'response.function_call_arguments.delta')
  expect(JSON.parse(written.map(({ delta }) => delta).join(''))).toEqual(ARGS)
  expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: { status: 'completed' } })
  const text = await (await send(model, '/responses', { model: 'm', stream: true, input: 'x' })).text()
  const said = eventsOf(text).filter(({ type }) => type === 'response.output_text.delta')
  expect(said.map(({ delta }) => delta).join('')).toBe('Done.')
})

const OVER = /\[DONE\]|response\.completed|message_stop/

it('counts a tool call that a client names by reference alone, by its output', async () => {
  const model = await start({ rounds: 1 })
  const tools = [{ type: 'function', name: 'send', parameters: SEARCH }]
  const first = await (await send(model, '/responses', { model: 'm', input: 'Work.', tools })).json()
  const { id, call_id } = first.output[0]
  const input = [
    { role: 'user', content: 'Work.' },
    { type: 'item_reference', id },
    { type: 'function_call_output', call_id, output: 'ok' },
  ]
  const reply = await (await send(model, '/responses', { model: 'm', input, tools })).json()
  expect(JSON.stringify(reply.output)).toContain('Done.')
  expect(model.calls.map(({ rounds }) => rounds)).toEqual([0, 1])
})

it.each(['/chat/completions', '/responses', '/messages'])('waits in the middle of a stream of %s', async (path) => {
  const middle = createGate()
  const model = await start({ onMiddle: () => middle.pass() })
  const reply = await send(model, path, { model: 'm', stream: true, messages: [], input: 'x' })
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader()
  const first = (await reader.read()).value ?? ''
  await middle.came()
  expect(first).toContain('data: ')
  expect(first).not.toMatch(OVER)
  middle.open()
  let rest = ''
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) rest += piece.value
  expect(rest).toMatch(OVER)
})

it('calls a tool that must be called, none that must not, and only those that may be', async () => {
  const model = await start({ rounds: 0, only: ['send'] })
  const tools = ['search', 'send'].map((name) => ({ type: 'function', name, parameters: {} }))
  const ask = async (tool_choice: unknown) => {
    const reply = await (await send(model, '/responses', { model: 'm', input: 'x', tools, tool_choice })).json()
    return reply.output[0].name
  }
  expect(await ask('required')).toBe('send')
  expect(await ask({ type: 'function', name: 'send' })).toBe('send')
  expect(await ask({ type: 'function', name: 'search' })).toBeUndefined()
  expect(await ask('none')).toBeUndefined()
  expect(await ask('auto')).toBeUndefined()
})

it('writes the acts of an agent that reads them from the text', async () => {
  const model = await start({ rounds: 1 })
  const prompt = 'Tool Name: search\nAction: the action\nAction Input: the input\nFinal Answer: the answer'
  const ask = async (...more: string[]) => {
    const messages = [prompt, ...more].map((content) => ({ role: 'user', content }))
    return (await (await send(model, '/chat/completions', { model: 'm', messages })).json()).choices[0].message.content
  }
  expect(await ask()).toMatch(/^Thought: .+\nAction: search\nAction Input: \{\}$/)
  expect(await ask('Observation: ok')).toContain('Final Answer: Done.')
})

it('knows an agent by what it is and by its tools', async () => {
  const model = await start()
  const ask = (instructions: string, input: string) => send(model, '/responses', { model: 'm', instructions, input })
  for (const [instructions, input] of [
    ['Plan.', 'a'],
    ['Plan.', 'b'],
    ['Search.', 'a'],
  ] as const)
    await ask(instructions, input)
  const [first, again, other] = model.calls.map(agentOf)
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})

it('refuses what is no call', async () => {
  const model = await start()
  const answers = [
    await send(model, '/chat/completions', { model: 'm' }),
    await fetch(`${model.url}/responses`, { method: 'POST', body: '{' }),
    await send(model, '/images', {}),
  ]
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 404])
  expect(await (await fetch(`${model.url}/models`)).json()).toMatchObject({ object: 'list' })
  expect(model.calls).toEqual([])
})

it.each([
  [{ type: 'string', enum: ['a', 'b'] }, 'a'],
  [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 1],
  [{ type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 }, 1],
  [{ type: 'number', minimum: -3, maximum: 0.5 }, 0.5],
  [{ type: ['string', 'null'] }, 'prove'],
  [{ type: 'array', items: { type: 'boolean' }, minItems: 2 }, [true, true]],
  [{ $defs: { P: { type: 'object', properties: { x: { const: 3 } }, required: ['x'] } }, $ref: '#/$defs/P' }, { x: 3 }],
  [{ $ref: '#/gone' }, 'prove'],
  [undefined, {}],
])('samples %j', (schema, value) => {
  expect(sampleSchema(schema)).toEqual(value)
})

it('ends with a schema that names itself', () => {
  expect(JSON.stringify(sampleSchema({ type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] }))).toMatch(
    /null/,
  )
})
