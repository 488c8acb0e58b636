/** `POST /responses`: how a call is read. Its replies are in `responses-reply.ts`. */
import { z } from 'zod'
import type { ModelCall } from './model-call'

const Part = z.object({ text: z.string().optional() })
const Item = z.object({
  type: z.string().optional(),
  role: z.string().optional(),
  content: z.union([z.string(), z.array(Part), z.null()]).optional(),
})

const ResponsesBody = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  input: z.union([z.string(), z.array(Item)]).default(''),
  tools: z.array(z.object({ name: z.string().optional(), parameters: z.unknown().optional() })).nullish(),
  tool_choice: z.union([z.string(), z.object({ name: z.string().optional() })]).nullish(),
  text: z.object({ format: z.object({ type: z.string(), schema: z.unknown().optional() }).optional() }).nullish(),
})

const textOf = ({ content }: z.infer<typeof Item>): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('\n')

const CHOICES: Record<string, boolean> = { required: true, none: false }

/**
 * Reads the body of a call. Throws a `ZodError` where it is none.
 * @param roundsOf how many tool calls lie behind an earlier response that this one goes on from.
 */
export function readResponsesCall(body: unknown, roundsOf: (responseId: string) => number): ModelCall {
  const { model, stream, instructions, previous_response_id, input, tools, tool_choice, text } =
    ResponsesBody.parse(body)
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  const isSystem = (role = '') => role === 'system' || role === 'developer'
  const countOf = (type: string) => items.filter((item) => 'type' in item && item.type === type).length
  // A client may name a call by a reference to it, which says nothing of its kind: then its output is what counts.
  const calls = previous_response_id
    ? countOf('function_call')
    : Math.max(countOf('function_call'), countOf('function_call_output'))
  return {
    api: 'responses',
    model,
    stream: stream ?? false,
    withUsage: true,
    instructions: [instructions ?? '', ...items.filter(({ role }) => isSystem(role)).map(textOf)].join('\n').trim(),
    tools: (tools ?? []).flatMap(({ name, parameters }) => (name ? [{ name, parameters: parameters ?? {} }] : [])),
    mustCall: typeof tool_choice === 'string' ? (CHOICES[tool_choice] ?? null) : (tool_choice?.name ?? null),
    rounds: calls + (previous_response_id ? roundsOf(previous_response_id) : 0),
    answerSchema: text?.format?.type === 'json_schema' ? text.format.schema : null,
    text: [instructions ?? '', ...items.map(textOf)].join('\n'),
  }
}
