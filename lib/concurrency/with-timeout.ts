/** Bounded waiting: a stop and its page never wait longer than this for the store. */

/** No value of ours. */
export const LATE = 'late' as const

/** The promise's value, or `LATE` when it has not settled in time; its rejection passes through, a late one is dropped. */
export function within<Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value | typeof LATE> {
  promise.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(LATE), timeoutMs)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The value, or the fall-back where it fails or is late. */
export async function withinOr<Value, Fallback>(
  promise: Promise<Value>,
  timeoutMs: number,
  fallback: Fallback,
): Promise<Value | Fallback> {
  try {
    const value = await within(promise, timeoutMs)
    return value === LATE ? fallback : value
  } catch {
    return fallback
  }
}
