/** `POST /messages` of Anthropic: how a call is read, and how a reply is written, whole or as events of a stream. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ModelCall } from './model-call'
import type { ReplyPlan } from './plan-reply'

const Block = z.object({ type: z.string().optional(), text: z.string().optional() })
const Content = z.union([z.string(), z.array(Block)])

const MessagesBody = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  system: Content.nullish(),
  messages: z.array(z.object({ role: z.string(), content: Content })),
  /** A tool without a schema is one that the provider runs. */
  tools: z.array(z.object({ name: z.string(), input_schema: z.unknown().optional() })).nullish(),
  tool_choice: z.object({ type: z.string(), name: z.string().optional() }).nullish(),
})

const blocksOf = (content: z.infer<typeof Content>) => (typeof content === 'string' ? [{ text: content }] : content)
const textOf = (content: z.infer<typeof Content>): string =>
  blocksOf(content)
    .map(({ text }) => text ?? '')
    .join('\n')

const CHOICES: Record<string, boolean> = { any: true, none: false }

/** Reads the body of a call. Throws a `ZodError` where it is none. */
export function readMessagesCall(body: unknown): ModelCall {
  const { model, stream, system, messages, tools, tool_choice } = MessagesBody.parse(body)
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
  return {
    api: 'messages',
    model,
    stream: stream ?? false,
    withUsage: true,
    instructions: textOf(system ?? ''),
    tools: (tools ?? []).flatMap(({ name, input_schema }) =>
      input_schema ? [{ name, parameters: input_schema }] : [],
    ),
    mustCall: tool_choice?.name ?? CHOICES[tool_choice?.type ?? ''] ?? null,
    rounds: blocks.filter(({ type }) => type === 'tool_use').length,
    answerSchema: null,
    text: [textOf(system ?? ''), ...messages.map(({ content }) => textOf(content))].join('\n'),
  }
}

const id = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 24)}`
const endOf = (plan: ReplyPlan) => (plan.kind === 'tool' ? 'tool_use' : 'end_turn')
const headOf = ({ model }: ModelCall) => ({
  id: id('msg'),
  type: 'message',
  role: 'assistant',
  model,
  stop_sequence: null,
})

/** The reply in one piece. */
export function messagesReply(call: ModelCall, plan: ReplyPlan): unknown {
  const block =
    plan.kind === 'tool'
      ? { type: 'tool_use', id: id('toolu'), name: plan.name, input: JSON.parse(plan.args) }
      : { type: 'text', text: plan.text }
  return { ...headOf(call), content: [block], stop_reason: endOf(plan), usage: { input_tokens: 10, output_tokens: 5 } }
}

/** The reply as lines of a stream, in two halves: what comes between them is the caller's. */
export function messagesStream(call: ModelCall, plan: ReplyPlan): [string[], string[]] {
  const event = (type: string, fields: object = {}) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
  const content = plan.kind === 'tool' ? plan.args : plan.text
  const half = Math.ceil(content.length / 2)
  const piece = (text: string) =>
    event('content_block_delta', {
      index: 0,
      delta: plan.kind === 'tool' ? { type: 'input_json_delta', partial_json: text } : { type: 'text_delta', text },
    })
  const empty =
    plan.kind === 'tool'
      ? { type: 'tool_use', id: id('toolu'), name: plan.name, input: {} }
      : { type: 'text', text: '' }
  const message = { ...headOf(call), content: [], stop_reason: null, usage: { input_tokens: 10, output_tokens: 1 } }
  return [
    [
      event('message_start', { message }),
      event('content_block_start', { index: 0, content_block: empty }),
      piece(content.slice(0, half)),
    ],
    [
      piece(content.slice(half)),
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: endOf(plan), stop_sequence: null },
        usage: { output_tokens: 5 },
      }),
      event('message_stop'),
    ],
  ]
}
