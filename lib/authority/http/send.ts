import type { ServerResponse } from 'node:http'
import { endAfterRequest } from './end-after-request'
import type { Refusal } from './refusal'

export const JSON_TYPE = 'application/json; charset=utf-8'

const NO_SNIFF: readonly string[] = ['x-content-type-options', 'nosniff']

/** On every answer that a browser could show: it takes it for nothing else than it is and shows it inside no other page. */
export const SECURITY_HEADERS: readonly string[] = [
  ...NO_SNIFF,
  'content-security-policy',
  "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy',
  'no-referrer',
]

/**
 * Sends one complete reply. `more` is a flat list of further header names and values. `isDecision`: a decision goes to a
 * program that sent a key in a header, which no page and no form of a browser can do; it is spared what only browsers read,
 * because each validate pays for each header.
 */
export function send(
  res: ServerResponse,
  status: number,
  text: string,
  requestId: string,
  more?: readonly string[],
  type = JSON_TYPE,
  isDecision = false,
): void {
  const head = [
    'content-type',
    type,
    'content-length',
    String(Buffer.byteLength(text)),
    'cache-control',
    'no-store',
    'x-request-id',
    requestId,
    ...(isDecision ? NO_SNIFF : SECURITY_HEADERS),
  ]
  if (more) head.push(...more)
  res.writeHead(status, head)
  endAfterRequest(res, text)
}

/** Answers a refusal. On validate it has `allowed: false` and a code too: an agent reads the body whatever the status. */
export function sendRefusal(res: ServerResponse, refusal: Refusal, requestId: string, forValidate: boolean): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  const { status, error, message, data, headers } = refusal
  const decision = forValidate ? { allowed: false, code: error.toUpperCase(), reason: message } : {}
  const body = { ...decision, status: 'error', error, message, ...data, request_id: requestId }
  send(res, status, JSON.stringify(body), requestId, headers)
}
