/**
 * The Claude Agent SDK as far as its hooks are concerned, without its CLI, which is a download of its own: the order in which the CLI calls
 * hooks, the model and the tools of an SDK server, and that it goes on unless an answer says `continue: false`.
 */

export const tool = (name, _description, _schema, handler) => ({ name, handler })
export const createSdkMcpServer = ({ name, tools }) => ({ name, tools })

const PREFIX = 'mcp__'

export async function* query({ prompt, options }) {
  const mayGoOn = async (event, more) => {
    const matchers = options.hooks?.[event] ?? []
    for (const hook of matchers.flatMap(({ hooks }) => hooks))
      if ((await hook({ hook_event_name: event, ...more }, undefined, {})).continue === false) return false
    return true
  }
  const tools = Object.entries(options.mcpServers).flatMap(([server, { tools: own }]) =>
    own.map(({ name, handler }) => ({ name: `${PREFIX}${server}__${name}`, handler })),
  )
  const messages = [{ role: 'user', content: prompt }]
  if (!(await mayGoOn('UserPromptSubmit', { prompt }))) return
  for (;;) {
    const { content } = await callModel({ model: options.model, messages, tools: tools.map(offered) })
    messages.push({ role: 'assistant', content })
    const use = content.find(({ type }) => type === 'tool_use')
    if (!use) return yield { type: 'result', subtype: 'success', result: content.map(({ text }) => text).join('') }
    if (!(await mayGoOn('PreToolUse', { tool_name: use.name }))) return
    const result = await tools.find(({ name }) => name === use.name).handler(use.input)
    messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: result.content }] })
    if (!(await mayGoOn('PostToolUse', { tool_name: use.name }))) return
  }
}

const offered = ({ name }) => ({ name, input_schema: { type: 'object', properties: { subject: { type: 'string' } } } })

async function callModel(body) {
  const { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key } = process.env
  const headers = { 'content-type': 'application/json', 'x-api-key': key, 'anthropic-version': '2023-06-01' }
  const response = await fetch(`${url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}
