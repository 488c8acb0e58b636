/** Bounded waiting: a stop and its page never wait longer than this for the store. */

/** No value of ours. */
export const TIMED_OUT = 'late' as const

/** The promise's value, or `TIMED_OUT` when it has not settled in time; its rejection passes through, a late one is dropped. */
export function withTimeout<Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value | typeof TIMED_OUT> {
  promise.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(TIMED_OUT), timeoutMs)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The value, or the fall-back where it fails or is late. */
export async function withTimeoutOr<Value, Fallback>(
  promise: Promise<Value>,
  timeoutMs: number,
  fallback: Fallback,
): Promise<Value | Fallback> {
  try {
    const value = await withTimeout(promise, timeoutMs)
    return value === TIMED_OUT ? fallback : value
  } catch {
    return fallback
  }
}
