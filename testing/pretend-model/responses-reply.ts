/** The replies of `POST /responses`, whole or as events of a stream. */
import { randomUUID } from 'node:crypto'
import type { ModelCall } from './model-call'
import type { ReplyPlan } from './plan-reply'

const id = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`

const USAGE = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 15,
}

const part = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] })

function outputItem(plan: ReplyPlan, status: 'in_progress' | 'completed', ids: { item: string; call: string }) {
  const isDone = status === 'completed'
  if (plan.kind === 'tool')
    return {
      id: ids.item,
      type: 'function_call',
      status,
      arguments: isDone ? plan.args : '',
      call_id: ids.call,
      name: plan.name,
    }
  return { id: ids.item, type: 'message', status, role: 'assistant', content: isDone ? [part(plan.text)] : [] }
}

const response = (call: ModelCall, responseId: string, status: string, output: unknown[]) => ({
  id: responseId,
  object: 'response',
  created_at: Math.floor(Date.now() / 1000),
  status,
  error: null,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  model: call.model,
  output,
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: null, summary: null },
  store: true,
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
  usage: status === 'completed' ? USAGE : null,
})

const idsOf = (plan: ReplyPlan) => ({ item: id(plan.kind === 'tool' ? 'fc' : 'msg'), call: id('call') })

/** @param responseId by which a later call may go on from this reply. */
export const responsesReply = (call: ModelCall, plan: ReplyPlan, responseId: string): unknown =>
  response(call, responseId, 'completed', [outputItem(plan, 'completed', idsOf(plan))])

/** The reply as lines of a stream, in two halves: what comes between them is the caller's. */
export function responsesStream(call: ModelCall, plan: ReplyPlan, responseId: string): [string[], string[]] {
  let sequence_number = -1
  const event = (type: string, fields: object) => {
    sequence_number += 1
    return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number, ...fields })}\n\n`
  }
  const ids = idsOf(plan)
  const done = outputItem(plan, 'completed', ids)
  const content = plan.kind === 'tool' ? plan.args : plan.text
  const half = Math.ceil(content.length / 2)
  const at = { item_id: ids.item, output_index: 0, ...(plan.kind === 'tool' ? {} : { content_index: 0, logprobs: [] }) }
  const name = plan.kind === 'tool' ? 'response.function_call_arguments' : 'response.output_text'
  const whole = plan.kind === 'tool' ? { arguments: plan.args, name: plan.name } : { text: plan.text }
  const isText = plan.kind === 'text'
  const partAt = { item_id: ids.item, output_index: 0, content_index: 0 }
  return [
    [
      event('response.created', { response: response(call, responseId, 'in_progress', []) }),
      event('response.in_progress', { response: response(call, responseId, 'in_progress', []) }),
      event('response.output_item.added', { output_index: 0, item: outputItem(plan, 'in_progress', ids) }),
      ...(isText ? [event('response.content_part.added', { ...partAt, part: part('') })] : []),
      event(`${name}.delta`, { ...at, delta: content.slice(0, half) }),
    ],
    [
      event(`${name}.delta`, { ...at, delta: content.slice(half) }),
      event(`${name}.done`, { ...at, ...whole }),
      ...(isText ? [event('response.content_part.done', { ...partAt, part: part(content) })] : []),
      event('response.output_item.done', { output_index: 0, item: done }),
      event('response.completed', { response: response(call, responseId, 'completed', [done]) }),
    ],
  ]
}
