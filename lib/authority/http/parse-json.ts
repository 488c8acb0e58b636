import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { invalidRequest, Refusal } from './refusal'

export type JsonObject = Record<string, unknown>

const NONE: JsonObject = {}

/**
 * Parses a body as one JSON object; an empty body is an empty object. Names are only ever read as own properties of what
 * `JSON.parse` made, where `__proto__` is a name like any other; of a name given twice the last counts.
 */
export function parseJson(body: Buffer): JsonObject {
  if (body.length === 0) return NONE
  if (!isUtf8(body)) throw invalidRequest('The body is not valid UTF-8.')
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw invalidRequest('The body is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest('The body must be a JSON object.')
  }
  return value as JsonObject
}

/** One value of a body by its own name, never one inherited from a prototype. */
export const field = (body: JsonObject, name: string): unknown => (Object.hasOwn(body, name) ? body[name] : undefined)

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/** Refuses a body whose content type is not plain JSON. Without a content type, it is taken as JSON. */
export function checkMediaType(headers: IncomingHttpHeaders): void {
  const type = headers['content-type']
  if (type !== undefined && type !== 'application/json' && !JSON_TYPE.test(type)) {
    throw new Refusal(415, 'unsupported_media_type', 'Send the body as application/json.')
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Refusal(415, 'unsupported_media_type', 'Send the body without content-encoding.')
  }
}
