/** Turns what went wrong on the wire into an `UpstreamError` with one sentence on what is known. */
import { UpstreamError } from '@/lib/domain/errors'

/** The request never left: the authority certainly did nothing. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** The code of an error or of what caused it; undici and TLS nest them. */
function codeOf(error: unknown): string | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    if (each.name === 'HTTPParserError') return 'HPE_INVALID'
    if ('code' in each && !(each instanceof UpstreamError) && typeof each.code === 'string') return each.code
    if (each instanceof AggregateError && each.errors.length > 0) return codeOf(each.errors[0])
  }
  return undefined
}

/** True when a failed call certainly had no effect, because nothing was sent. */
export const wasNeverSent = (error: unknown): boolean => NEVER_SENT.has(codeOf(error) ?? '')

/** True when the authority certainly did nothing: nothing was sent, or it answered *not now* (429, 503). */
export const wasNotTaken = (error: UpstreamError): boolean =>
  error.upstreamStatus === 429 || error.upstreamStatus === 503 || wasNeverSent(error)

/** `subject` begins the sentence: "127.0.0.1:4040 …". */
export function connectionFault(error: unknown, subject: string): UpstreamError {
  if (error instanceof UpstreamError) return error
  const code = codeOf(error)
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new UpstreamError('upstream-timeout', `${subject} cannot be reached (no connection in time).`, {
      cause: error,
    })
  if (
    code?.startsWith('HPE_') ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
  ) {
    return new UpstreamError('upstream-invalid', `${subject} did not answer in valid HTTP (${code}).`, { cause: error })
  }
  if (code?.startsWith('Z_') || code?.startsWith('ERR__ERROR_FORMAT') || code?.startsWith('ERR_BROTLI')) {
    return new UpstreamError('upstream-invalid', `${subject} sent a compressed reply that cannot be unpacked.`, {
      cause: error,
    })
  }
  const certain = code && NEVER_SENT.has(code)
  const detail = certain
    ? `${subject} cannot be reached (${code}).`
    : `${subject} broke off the connection before it had answered in full${code ? ` (${code})` : ''}.`
  return new UpstreamError('upstream-unavailable', detail, { cause: error })
}
