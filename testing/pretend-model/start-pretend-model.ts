/** The pretend model as a server on loopback: it answers each call by plan and says when a call began. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { chatReply, chatStream, readChatCall } from './chat-api'
import { geminiReply, geminiStream, readGeminiCall, readGeminiPath } from './gemini-api'
import { messagesReply, messagesStream, readMessagesCall } from './messages-api'
import type { ModelCall } from './model-call'
import { planReply, type ReplyPlan } from './plan-reply'
import { readResponsesCall } from './responses-api'
import { responsesReply, responsesStream } from './responses-reply'

const BODY_BYTES_MAX = 32 * 1024 * 1024

export type PretendModelOptions = {
  /** How many tool calls a conversation gets before its text; 4 unless given. */
  rounds?: number
  /** The only tools that it calls; all that are declared unless given. */
  only?: readonly string[]
  /** When a call has come, before anything is answered: the answer waits for it. */
  onCall?: (call: ModelCall) => void | Promise<void>
  /** When half of the answer is sent, or, of an unstreamed one, before it is sent: the rest waits for it. */
  onMiddle?: (call: ModelCall) => void | Promise<void>
  /** When a call is over, answered or not. */
  onEnd?: (call: ModelCall) => void
}

export type PretendModel = {
  /** What `OPENAI_BASE_URL` is set to; clients of Anthropic and Gemini add the version at its end themselves. */
  url: string
  /** Every call so far, oldest first. */
  calls: readonly ModelCall[]
  close: () => Promise<void>
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of req as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > BODY_BYTES_MAX) throw new SyntaxError('The body is too large.')
    pieces.push(piece)
  }
  return JSON.parse(Buffer.concat(pieces).toString('utf8'))
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json', 'x-request-id': randomUUID() })
  res.end(JSON.stringify(body))
}

type Writers = {
  whole: (call: ModelCall, plan: ReplyPlan, responseId: string) => unknown
  stream: (call: ModelCall, plan: ReplyPlan, responseId: string) => [string[], string[]]
}

const WRITERS: Record<ModelCall['api'], Writers> = {
  chat: { whole: chatReply, stream: chatStream },
  responses: { whole: responsesReply, stream: responsesStream },
  messages: { whole: messagesReply, stream: messagesStream },
  gemini: { whole: geminiReply, stream: geminiStream },
}

/** How the body of a call is read; undefined where no API has this path. @param before tool calls behind an earlier response. */
function readerOf(
  pathname: string,
  before: (responseId: string) => number,
): ((body: unknown) => ModelCall) | undefined {
  const gemini = readGeminiPath(pathname)
  if (gemini) return (body) => readGeminiCall(body, gemini)
  if (pathname === '/v1/chat/completions') return readChatCall
  if (pathname === '/v1/messages') return readMessagesCall
  return pathname === '/v1/responses' ? (body) => readResponsesCall(body, before) : undefined
}

const refusal = (message: string) => ({ error: { message, type: 'invalid_request_error', param: null, code: null } })
const MODEL = { id: 'pretend', object: 'model', created: 0, owned_by: 'prove' }

/** Starts it on a free port of 127.0.0.1. */
export async function startPretendModel(options: PretendModelOptions = {}): Promise<PretendModel> {
  const { rounds = 4, only = [], onCall, onMiddle, onEnd } = options
  const calls: ModelCall[] = []
  const roundsOf = new Map<string, number>()

  const answer = async (res: ServerResponse, call: ModelCall) => {
    calls.push(call)
    await onCall?.(call)
    const plan = planReply(call, rounds, only)
    const responseId = `resp_${randomUUID().replaceAll('-', '')}`
    roundsOf.set(responseId, call.rounds + (plan.kind === 'tool' ? 1 : 0))
    if (!call.stream) {
      await onMiddle?.(call)
      return sendJson(res, 200, WRITERS[call.api].whole(call, plan, responseId))
    }
    const [first, rest] = WRITERS[call.api].stream(call, plan, responseId)
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    for (const line of first) res.write(line)
    await onMiddle?.(call)
    for (const line of rest) res.write(line)
    res.end()
  }

  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    const { pathname } = new URL(req.url ?? '/', 'http://model.invalid')
    if (req.method === 'GET' && pathname === '/v1/models') return sendJson(res, 200, { object: 'list', data: [MODEL] })
    // A conversation goes on from the response that it names; calls that went before are counted there.
    const read = readerOf(pathname, (responseId) => roundsOf.get(responseId) ?? 0)
    if (req.method !== 'POST' || !read)
      return sendJson(res, 404, refusal(`The pretend model has no ${req.method} ${pathname}.`))
    const call = read(await readJson(req))
    await answer(res, call).finally(() => onEnd?.(call))
  }

  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      const isFaulty = error instanceof z.ZodError || error instanceof SyntaxError
      const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
      if (res.headersSent) res.destroy()
      else sendJson(res, isFaulty ? 400 : 500, refusal(message))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
