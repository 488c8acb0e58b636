/** What an authority wrote, made safe to show and to log. */

const SHOWN_CHARS_MAX = 200
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g
/** Anything that looks like a key, ours or a new one. */
const KEY_LIKE = /org_[A-Za-z0-9_-]{8,}/g

/** At most 200 characters on one line, without the org key or anything like one. Undefined for what is no text. */
export function upstreamText(value: unknown, orgKey: string): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const text = value.split(orgKey).join('[key]').replace(KEY_LIKE, '[key]').replace(CONTROLS, ' ').trim()
  return text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text
}

const RETRY_AFTER_MS_MAX = 60_000

/** `Retry-After` as milliseconds from `now`: seconds or a date, at most a minute. Undefined for anything else. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const ms = /^\d{1,9}$/.test(text)
    ? Number(text) * 1000
    : /^[A-Za-z]{3,9},? /.test(text)
      ? // The oldest of the three forms of a date names no zone: in all of them it is GMT (RFC 9110).
        Date.parse(/GMT|UTC|[+-]\d{4}$/i.test(text) ? text : `${text} GMT`) - now
      : Number.NaN
  return ms >= 0 ? Math.min(ms, RETRY_AFTER_MS_MAX) : undefined
}
