import { once } from 'node:events'

/** Resolves when the work has ended or one of the signals was given, whichever comes first. */
export async function raceAbort(work: Promise<unknown>, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  if (signals.some((signal) => signal?.aborted)) return
  const over = new AbortController()
  const given = signals.flatMap((signal) =>
    signal ? [once(signal, 'abort', { signal: over.signal }).catch(() => undefined)] : [],
  )
  await Promise.race([work, ...given]).finally(() => over.abort())
}
