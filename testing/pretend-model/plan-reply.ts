/** What the pretend model answers: each tool in turn, then a text. */
import type { ModelCall } from './model-call'
import { sampleSchema } from './sample-schema'

export type ReplyPlan = { kind: 'tool'; name: string; args: string } | { kind: 'text'; text: string }

/** An agent that reads its next act from the text says in its prompt how it is written. */
const WRITTEN_ACTS = /Action Input:/
const WRITTEN_END = /Final Answer/
const WRITTEN_TOOLS = /Tool Name: ([\w.-]+)|only one name of \[([^\]]+)\]/g

function writtenTools(text: string): string[] {
  const names = [...text.matchAll(WRITTEN_TOOLS)].flatMap(([, one, list]) => (one ? [one] : (list ?? '').split(',')))
  return [...new Set(names.map((name) => name.trim().replace(/^['"]|['"]$/g, '')).filter(Boolean))]
}

const finalText = ({ answerSchema, text }: ModelCall): string => {
  if (answerSchema) return JSON.stringify(sampleSchema(answerSchema))
  return WRITTEN_END.test(text) ? 'Thought: I know the answer.\nFinal Answer: Done.' : 'Done.'
}

/**
 * @param rounds how many tool calls a conversation gets.
 * @param only the tools that may be called; all of them where it is empty.
 */
export function planReply(call: ModelCall, rounds: number, only: readonly string[]): ReplyPlan {
  const mayCall = (name: string) => only.length === 0 || only.includes(name)
  const tools = call.tools.filter(({ name }) => mayCall(name))
  const forced = typeof call.mustCall === 'string' ? tools.find(({ name }) => name === call.mustCall) : undefined
  const isOver = call.rounds >= rounds && call.mustCall !== true
  const chosen = forced ?? (isOver || call.mustCall === false ? undefined : tools[call.rounds % tools.length])
  if (chosen) return { kind: 'tool', name: chosen.name, args: JSON.stringify(sampleSchema(chosen.parameters)) }
  const written = WRITTEN_ACTS.test(call.text) ? writtenTools(call.text).filter(mayCall) : []
  const acts = (call.text.match(/^Observation:/gm) ?? []).length
  const act = acts < rounds ? written[acts % written.length] : undefined
  if (act) return { kind: 'text', text: `Thought: I need ${act}.\nAction: ${act}\nAction Input: {}` }
  return { kind: 'text', text: finalText(call) }
}
