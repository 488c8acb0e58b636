/** `POST /models/NAME:generateContent` of the Gemini API: how a call is read, and how a reply is written, whole or as events of a stream. */
import { z } from 'zod'
import type { ModelCall } from './model-call'
import type { ReplyPlan } from './plan-reply'

const Part = z.object({ text: z.string().optional(), functionCall: z.unknown().optional() })
const Content = z.object({ parts: z.array(Part).optional() })
const Declaration = z.object({
  name: z.string(),
  parameters: z.unknown().optional(),
  parametersJsonSchema: z.unknown().optional(),
})

const GeminiBody = z.object({
  contents: z.array(Content),
  systemInstruction: Content.nullish(),
  tools: z.array(z.object({ functionDeclarations: z.array(Declaration).optional() })).nullish(),
  toolConfig: z.object({ functionCallingConfig: z.object({ mode: z.string().optional() }).optional() }).nullish(),
  generationConfig: z
    .object({ responseSchema: z.unknown().optional(), responseJsonSchema: z.unknown().optional() })
    .nullish(),
})

const PATH = /^\/v1(?:beta)?\/models\/([^/]+):(generateContent|streamGenerateContent)$/

const textOf = (content: z.infer<typeof Content> | null | undefined): string =>
  (content?.parts ?? []).map(({ text }) => text ?? '').join('\n')

/** This API writes types in capitals: `STRING` for `string`. */
function plainSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plainSchema)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === 'type' && typeof value === 'string' ? value.toLowerCase() : plainSchema(value),
    ]),
  )
}

const CHOICES: Record<string, boolean> = { ANY: true, NONE: false }

/** Model and way of a path; null where it is none of this API. */
export function readGeminiPath(pathname: string): { model: string; stream: boolean } | null {
  const [, model, act] = PATH.exec(pathname) ?? []
  return model && act ? { model, stream: act === 'streamGenerateContent' } : null
}

/** Reads the body of a call. Throws a `ZodError` where it is none. */
export function readGeminiCall(body: unknown, path: { model: string; stream: boolean }): ModelCall {
  const { contents, systemInstruction, tools, toolConfig, generationConfig } = GeminiBody.parse(body)
  const declared = (tools ?? []).flatMap(({ functionDeclarations }) => functionDeclarations ?? [])
  return {
    api: 'gemini',
    ...path,
    withUsage: true,
    instructions: textOf(systemInstruction),
    tools: declared.map(({ name, parameters, parametersJsonSchema }) => ({
      name,
      parameters: parametersJsonSchema ?? plainSchema(parameters ?? {}),
    })),
    mustCall: CHOICES[toolConfig?.functionCallingConfig?.mode ?? ''] ?? null,
    rounds: contents.flatMap(({ parts }) => parts ?? []).filter(({ functionCall }) => functionCall !== undefined)
      .length,
    answerSchema: generationConfig?.responseJsonSchema ?? plainSchema(generationConfig?.responseSchema) ?? null,
    text: [systemInstruction, ...contents].map(textOf).join('\n'),
  }
}

const USAGE = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 }
const partOf = (plan: ReplyPlan) =>
  plan.kind === 'tool' ? { functionCall: { name: plan.name, args: JSON.parse(plan.args) } } : { text: plan.text }

const reply = ({ model }: ModelCall, parts: unknown[], more: object) => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
  usageMetadata: USAGE,
  modelVersion: model,
})

/** The reply in one piece. */
export const geminiReply = (call: ModelCall, plan: ReplyPlan): unknown =>
  reply(call, [partOf(plan)], { finishReason: 'STOP' })

/** The reply as lines of a stream, in two halves: what comes between them is the caller's. */
export function geminiStream(call: ModelCall, plan: ReplyPlan): [string[], string[]] {
  const event = (parts: unknown[], more: object = {}) => `data: ${JSON.stringify(reply(call, parts, more))}\r\n\r\n`
  const end = { finishReason: 'STOP' }
  // A function call comes in one piece.
  if (plan.kind === 'tool') return [[event([{ text: '' }])], [event([partOf(plan)], end)]]
  const half = Math.ceil(plan.text.length / 2)
  return [[event([{ text: plan.text.slice(0, half) }])], [event([{ text: plan.text.slice(half) }], end)]]
}
