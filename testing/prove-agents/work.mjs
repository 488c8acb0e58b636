/** What an agent does besides asking: model calls with tools, marks for the proof kit. */

const { OPENAI_BASE_URL, OPENAI_API_KEY, PROVE_URL } = process.env

/** One streamed model call of the chat API. Gives the message as a client puts it together. */
export async function callModel(messages, tools) {
  const reply = await fetch(`${OPENAI_BASE_URL}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${OPENAI_API_KEY}` },
    body: JSON.stringify({
      model: 'gpt-4o',
      stream: true,
      messages,
      tools: tools.map((name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } })),
    }),
  })
  if (!reply.ok) throw new Error(`The model answered ${reply.status}.`)
  const message = { role: 'assistant', content: '' }
  for (const [, data] of (await reply.text()).matchAll(/^data: (\{.*)$/gm)) {
    const { delta } = JSON.parse(data).choices[0] ?? { delta: {} }
    message.content += delta.content ?? ''
    for (const piece of delta.tool_calls ?? []) {
      message.tool_calls ??= [{ id: piece.id, type: 'function', function: { name: '', arguments: '' } }]
      message.tool_calls[0].function.name += piece.function.name ?? ''
      message.tool_calls[0].function.arguments += piece.function.arguments ?? ''
    }
  }
  return message
}

/** Says that a tool call (`/tool`), a sub-agent (`/agent`) or a side effect (nothing) begins. */
export const mark = (what = '') => fetch(`${PROVE_URL}${what}`, { method: 'POST' })

/**
 * A conversation until the model has no more to ask for.
 * @param {string} instructions
 * @param {Record<string, () => Promise<unknown>>} tools
 * @param {() => Promise<void>} ask before every call of the model and of a tool
 */
export async function converse(instructions, tools, ask) {
  const messages = [
    { role: 'system', content: instructions },
    { role: 'user', content: 'Do your work.' },
  ]
  for (;;) {
    await ask()
    const message = await callModel(messages, Object.keys(tools))
    messages.push(message)
    if (!message.tool_calls) return
    for (const { id, function: call } of message.tool_calls) {
      await ask()
      await mark('/tool')
      await tools[call.name]()
      messages.push({ role: 'tool', tool_call_id: id, content: 'ok' })
    }
  }
}
