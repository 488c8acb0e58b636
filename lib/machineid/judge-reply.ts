/**
 * Reads a reply as JSON and separates answers from refusals and faults. Only an explicit success passes: HTML, an empty body, a
 * body cut short, or a 200 whose body reports an error never do.
 */
import { UpstreamError } from '@/lib/domain/errors'
import { textField } from './fields'
import type { UpstreamReply } from './transport'
import { retryAfterMs, upstreamText } from './upstream-text'

/**
 * Who answered, to what (`act` completes "… refused to"), and the key that must not be echoed. `optional`: not every
 * authority has it. `aboutDevice`: 404 means an unknown device. `verdict`: the body may be a denial and still be the answer.
 */
export type JudgeContext = {
  authority: string
  act: string
  orgKey: string
  optional?: boolean
  aboutDevice?: boolean
  verdict?: boolean
}

export type Answer = { body: unknown; requestId?: string }

const REFUSALS = new Set(['error', 'blocked', 'limit_reached', 'denied', 'refused', 'failed', 'fail'])

/** The body of an answer, or throws UpstreamError. */
export function judgeReply(reply: UpstreamReply, context: JudgeContext): Answer {
  const { authority, act, orgKey, optional, aboutDevice, verdict } = context
  const { status } = reply
  const body = parseJson(reply.body)
  const code = upstreamText(textField(body, 'error') ?? textField(body, 'code'), orgKey)
  const message = upstreamText(textField(body, 'message') ?? textField(body, 'reason'), orgKey)
  const requestId = upstreamText(
    textField(body, 'request_id', 'requestId') ?? [reply.headers['x-request-id']].flat()[0],
    orgKey,
  )
  const said = [code, message].filter((part) => part !== undefined).join(': ')
  const data = { upstreamStatus: status, upstreamCode: code, upstreamRequestId: requestId }
  const fault = (kind: ConstructorParameters<typeof UpstreamError>[0], sentence: string, upstreamCode = code) =>
    new UpstreamError(kind, `${authority} ${sentence}${said ? ` (${said})` : ''}.`, {
      ...data,
      upstreamCode,
      retryAfterMs: retryAfterMs([reply.headers['retry-after']].flat()[0], Date.now()),
    })

  if (status >= 300 && status < 400) {
    throw fault(
      'upstream-invalid',
      `answered with a redirect (${status}), which is never followed: the org key would go with it`,
    )
  }
  if (status === 401) throw fault('upstream-key-rejected', 'rejected the org key')
  if (status === 403) {
    if (isRefusalOf403(body, code)) throw fault('upstream-denied', `refused to ${act}`)
    throw isObject(body) || reply.body.length === 0
      ? fault('upstream-key-rejected', 'rejected the org key')
      : fault('upstream-invalid', 'answered 403 with something that is not JSON')
  }
  if (optional && (status === 404 || status === 405 || status === 501))
    throw fault('upstream-unsupported', `does not offer to ${act}`)
  if (status === 404) {
    if (aboutDevice && isObject(body))
      throw fault('upstream-denied', `does not know this device and refused to ${act}`, code ?? 'device_not_found')
    throw fault(
      'upstream-invalid',
      'is not a MachineID authority, or the base URL is wrong: it has nothing at this path',
    )
  }
  if (status === 405 || status === 501) throw fault('upstream-unsupported', `does not offer to ${act}`)
  if (status === 429) throw fault('upstream-unavailable', 'asks to be called less often (429)')
  if (status >= 500) throw fault('upstream-unavailable', `failed to ${act} (HTTP ${status})`)
  if (status >= 400) throw fault('upstream-denied', `refused to ${act} (HTTP ${status})`)
  if (body === undefined) {
    const what = reply.body.length === 0 ? 'with nothing' : 'with something that is not JSON'
    throw fault('upstream-invalid', `answered ${status} ${what}; it is not known what it did`)
  }
  if (!verdict && isRefusal(body)) {
    if (code?.includes('org_key')) throw fault('upstream-key-rejected', 'rejected the org key')
    throw fault('upstream-denied', `refused to ${act}`, code ?? textField(body, 'status'))
  }
  return { body, requestId }
}

const isObject = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null && !Array.isArray(body)

/** A 200 that is a refusal: by its status, or by an error without a status of ok. */
function isRefusal(body: unknown): boolean {
  const status = textField(body, 'status')?.toLowerCase()
  if (status !== undefined && REFUSALS.has(status)) return true
  return textField(body, 'error') !== undefined && status !== 'ok' && status !== 'partial'
}

/** A 403 about the device or the plan; any other is about the key. */
function isRefusalOf403(body: unknown, code: string | undefined): boolean {
  const status = textField(body, 'status')?.toLowerCase()
  return status === 'blocked' || status === 'limit_reached' || /^(device|plan|signup)_|limit/.test(code ?? '')
}

/** Undefined for what is no JSON in valid UTF-8; `null`, numbers and texts are no replies either. */
function parseJson(bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** For an answer that is JSON but not what was requested. */
export function unreadable(context: JudgeContext, what: string, requestId?: string): UpstreamError {
  return new UpstreamError(
    'upstream-invalid',
    `${context.authority} answered, but ${what}; it is not known whether it did ${context.act}.`,
    { upstreamRequestId: requestId },
  )
}
