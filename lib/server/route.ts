/**
 * Every handler under `app/api` is made here: request id, origin check, session, input, the gate, and problem+json for
 * whatever goes wrong. No handler decides access itself.
 */
import { randomUUID } from 'node:crypto'
import { parse as parseJson } from 'secure-json-parse'
import type { z } from 'zod'
import { BODY_BYTES_MAX } from '@/lib/domain/defaults.mjs'
import { AppError, InvalidInput, toProblem } from '@/lib/domain/errors'
import type { Context } from '@/lib/services/context'
import type { Download } from '@/lib/services/downloads/download'
import { invoke, type Service } from '@/lib/services/service'
import { getConsole } from './composition'
import type { Console } from './console'
import { peerOf } from './request/address'
import { eventStream } from './request/event-stream'
import { checkOrigin } from './request/origin-check'
import { isUseOfApi } from './request/session-use'
import { nameStoreFault } from './request/store-fault'
import { readActor, readStoppingActor } from './session'

type Params = Record<string, string | string[] | undefined>
export type Handler = ((request: Request, context: { params: Promise<Params> }) => Promise<Response>) & {
  fromRoute: true
}

export type RouteOptions<Result> = {
  /** Status of a success; 200 unless given. */
  status?: number
  /** Fixed input of this address, such as the format of an export. */
  fixed?: Record<string, unknown>
  /** Waits or reshapes after the use case, still inside the gate. */
  after?: (result: Result, context: Context, request: Request) => Promise<Result>
  /** Turns the result into a download. */
  download?: boolean
  /** The result is a stream of server-sent events. */
  stream?: boolean
}

/** Declares a handler. Query of a GET or JSON body of anything else, plus the path's parameters, are the raw input. */
export function route<Schema extends z.ZodType, Result>(
  service: Service<Schema, Result>,
  options: RouteOptions<Result> = {},
): Handler {
  const handler = async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    if (options.download && !isTaken(request)) return notTaken(request)
    const requestId = randomUUID()
    const startedAt = performance.now()
    let console: Console | undefined
    let response: Response
    try {
      console = await getConsole()
      // The framework hands a route without parts in its path no parameters at all.
      const given = (await params) ?? {}
      const context = await contextOf(console, request, requestId, given, 'stopsFromMemory' in service)
      const { org: _, ...path } = given
      const raw = { ...(await readInput(request)), ...path, ...options.fixed }
      const result = await invoke(service, context, raw)
      const shaped = options.after ? await options.after(result, context, request) : result
      if (options.stream) response = eventStream(shaped as ReadableStream<Uint8Array>)
      else if (options.download) response = toDownload(shaped as Download)
      else response = Response.json(shaped, { status: options.status ?? 200 })
      if (request.method !== 'GET' && context.orgSlug)
        console.deps.live.changed(console.deps.orgs.bySlug(context.orgSlug))
    } catch (error) {
      response = problemResponse(nameStoreFault(error), requestId)
      if (response.status >= 500)
        console?.deps.log.error({ err: error, requestId, path: new URL(request.url).pathname }, 'request failed')
    }
    response.headers.set('x-request-id', requestId)
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
    console?.metrics.requestSeconds.observe(
      { method: request.method, status: String(response.status) },
      (performance.now() - startedAt) / 1_000,
    )
    return response
  }
  return Object.assign(handler, { fromRoute: true as const })
}

/** A download is recorded: a look at its headers, or a request made ahead of a click that may never come, is none. */
const isTaken = ({ method, headers }: Request): boolean =>
  method !== 'HEAD' && !/\bprefetch\b/i.test(headers.get('sec-purpose') ?? headers.get('purpose') ?? '')

function notTaken({ method }: Request): Response {
  const requestId = randomUUID()
  if (method === 'HEAD')
    return new Response(null, {
      status: 405,
      headers: { allow: 'GET', 'cache-control': 'no-store', 'x-request-id': requestId },
    })
  return problemResponse(
    new AppError('unavailable', 'A download is made when it is asked for, not ahead of a click.'),
    requestId,
  )
}

export function problemResponse(error: unknown, requestId: string): Response {
  const problem = toProblem(error, requestId)
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  }
  if (problem.retryAfterMs) headers['retry-after'] = String(Math.ceil(problem.retryAfterMs / 1_000))
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

/** Session, origin and org of a request. @param stopping a person in memory is enough while the store cannot be read. */
export async function contextOf(
  console: Console,
  request: Request,
  requestId: string,
  params: Params,
  stopping = false,
): Promise<Context> {
  if (request.method !== 'GET' && request.method !== 'HEAD') checkOrigin(request.headers, console.config)
  const use = { used: isUseOfApi(request) }
  const who = stopping
    ? await readStoppingActor(console, request.headers, use)
    : { actor: await readActor(console, request.headers, use), fromMemory: false }
  if (!who?.actor)
    throw new AppError(
      'unauthenticated',
      'You are not signed in, or no longer. Sign in and try again. Nothing was changed.',
    )
  return {
    deps: console.deps,
    actor: who.actor,
    fromMemory: who.fromMemory,
    requestId,
    ...peerOf(request.headers, console.config),
    orgSlug: typeof params.org === 'string' ? params.org : undefined,
  }
}

async function readInput(request: Request): Promise<Record<string, unknown>> {
  const { searchParams } = new URL(request.url)
  const query: Record<string, unknown> = {}
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name)
    if (values.length > 1) throw new InvalidInput(`${name}: given ${values.length} times; once is enough`)
    query[name] = values[0]
  }
  if (request.method === 'GET' || request.method === 'HEAD') return query
  if (Object.keys(query).length) throw new InvalidInput('This address takes its input in the body, not in the query.')
  return readBody(request)
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\b/i.test(type)) throw new InvalidInput('The body must be sent as application/json.')
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES_MAX) throw tooLarge()
  const bytes = await readCapped(request)
  const text = decode(bytes)
  try {
    const body: unknown = parseJson(text, { protoAction: 'error', constructorAction: 'error' })
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  } catch {
    throw new InvalidInput('The body is not valid JSON.')
  }
  throw new InvalidInput('The body must be a JSON object.')
}

const tooLarge = () => new InvalidInput(`The body is larger than ${BODY_BYTES_MAX / 1_048_576} MiB.`)

async function readCapped(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > BODY_BYTES_MAX) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new InvalidInput('The body is not UTF-8.')
  }
}

function toDownload({ filename, contentType, body }: Download): Response {
  return new Response(body, {
    headers: { 'content-type': contentType, 'content-disposition': `attachment; filename="${filename}"` },
  })
}
