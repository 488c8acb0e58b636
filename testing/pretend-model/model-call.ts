/** One call of a model, whichever API it came by. */

export type ToolSpec = { name: string; parameters: unknown }

export type ModelCall = {
  api: 'chat' | 'responses' | 'messages' | 'gemini'
  model: string
  stream: boolean
  /** Ends a stream of the chat API with a count of tokens. */
  withUsage: boolean
  /** The system text: what the calling agent is. */
  instructions: string
  tools: readonly ToolSpec[]
  /** A tool that must be called; any one for `true`; none for `false`; null where the model may choose. */
  mustCall: string | boolean | null
  /** How many tool calls this conversation has behind it. */
  rounds: number
  /** The JSON schema of the text that is asked for; null for plain text. */
  answerSchema: unknown
  /** All text of the conversation, for agents that call tools by writing it. */
  text: string
}

/** Which agent calls: an agent within an agent has other instructions or other tools. */
export const agentOf = ({ instructions, tools }: ModelCall): string =>
  JSON.stringify([instructions, ...tools.map(({ name }) => name)])
