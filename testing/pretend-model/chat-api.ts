/** `POST /chat/completions`: how a call is read, and how a reply is written, whole or in pieces. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ModelCall } from './model-call'
import type { ReplyPlan } from './plan-reply'

const Part = z.object({ text: z.string().optional() })
const Content = z.union([z.string(), z.array(Part), z.null()]).optional()

const ChatBody = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  messages: z.array(z.object({ role: z.string(), content: Content, tool_calls: z.array(z.unknown()).nullish() })),
  tools: z
    .array(z.object({ function: z.object({ name: z.string(), parameters: z.unknown().optional() }).optional() }))
    .nullish(),
  tool_choice: z.union([z.string(), z.object({ function: z.object({ name: z.string() }).optional() })]).nullish(),
  response_format: z.object({ type: z.string(), json_schema: z.object({ schema: z.unknown() }).optional() }).nullish(),
})

const textOf = (content: z.infer<typeof Content>): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('\n')

const CHOICES: Record<string, boolean> = { required: true, none: false }

/** Reads the body of a call. Throws a `ZodError` where it is none. */
export function readChatCall(body: unknown): ModelCall {
  const { model, stream, stream_options, messages, tools, tool_choice, response_format } = ChatBody.parse(body)
  const isSystem = (role: string) => role === 'system' || role === 'developer'
  return {
    api: 'chat',
    model,
    stream: stream ?? false,
    withUsage: stream_options?.include_usage ?? false,
    instructions: messages
      .filter(({ role }) => isSystem(role))
      .map(({ content }) => textOf(content))
      .join('\n'),
    tools: (tools ?? []).flatMap(({ function: tool }) => (tool ? [{ parameters: {}, ...tool }] : [])),
    mustCall: typeof tool_choice === 'string' ? (CHOICES[tool_choice] ?? null) : (tool_choice?.function?.name ?? null),
    rounds: messages.reduce((count, { tool_calls }) => count + (tool_calls?.length ?? 0), 0),
    answerSchema: response_format?.type === 'json_schema' ? response_format.json_schema?.schema : null,
    text: messages.map(({ content }) => textOf(content)).join('\n'),
  }
}

const USAGE = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
const seconds = () => Math.floor(Date.now() / 1000)
const callId = () => `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`
const endOf = (plan: ReplyPlan) => (plan.kind === 'tool' ? 'tool_calls' : 'stop')

/** The reply in one piece. */
export function chatReply(call: ModelCall, plan: ReplyPlan): unknown {
  const message =
    plan.kind === 'tool'
      ? {
          content: null,
          tool_calls: [{ id: callId(), type: 'function', function: { name: plan.name, arguments: plan.args } }],
        }
      : { content: plan.text }
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: seconds(),
    model: call.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', refusal: null, ...message },
        logprobs: null,
        finish_reason: endOf(plan),
      },
    ],
    usage: USAGE,
  }
}

/** The reply as lines of a stream, in two halves: what comes between them is the caller's. */
export function chatStream(call: ModelCall, plan: ReplyPlan): [string[], string[]] {
  const base = {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion.chunk',
    created: seconds(),
    model: call.model,
  }
  const chunk = (delta: unknown, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason }] })}\n\n`
  const content = plan.kind === 'tool' ? plan.args : plan.text
  const half = Math.ceil(content.length / 2)
  const piece = (text: string) =>
    plan.kind === 'tool' ? { tool_calls: [{ index: 0, function: { arguments: text } }] } : { content: text }
  const opening =
    plan.kind === 'tool'
      ? {
          role: 'assistant',
          content: null,
          tool_calls: [{ index: 0, id: callId(), type: 'function', function: { name: plan.name, arguments: '' } }],
        }
      : { role: 'assistant', content: '' }
  const usage = `data: ${JSON.stringify({ ...base, choices: [], usage: USAGE })}\n\n`
  return [
    [chunk(opening), chunk(piece(content.slice(0, half)))],
    [chunk(piece(content.slice(half))), chunk({}, endOf(plan)), ...(call.withUsage ? [usage] : []), 'data: [DONE]\n\n'],
  ]
}
