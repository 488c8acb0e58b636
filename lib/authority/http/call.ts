import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccessKey } from '../keys/key-ring'
import type { Org } from '../state/org'
import type { JsonObject } from './parse-json'

/** One request, read and let in, as a handler sees it. `now` is epoch milliseconds by the authority's clock. */
export type Call = {
  req: IncomingMessage
  res: ServerResponse
  requestId: string
  now: number
  query: string
  body: JsonObject
  key: AccessKey
  org: Org
}

/** What a handler answers: an object, or text that is already JSON. `null`: it has answered by itself. */
export type Reply = {
  status: number
  body: Record<string, unknown> | string
  headers?: readonly string[]
  isDecision?: boolean
} | null
