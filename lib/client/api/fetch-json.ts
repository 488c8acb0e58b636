import { AppError, fromProblem, type Problem, SessionIdle } from '@/lib/domain/errors'
import { PERSON_ACTIVE_HEADER } from '@/lib/domain/wire/person-active'
import { isPersonActive } from '../browser/person-active'
import { answeredAgain, changeRefused, signedOut, signInRequest } from '../state/signed-out'

export type FetchOptions = {
  method?: 'GET' | 'POST' | 'PUT'
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  timeoutMs?: number
}

const TIMEOUT_MS = 15_000
/** Ends the session of this browser. */
export const SIGN_OUT = '/api/session/end'

/**
 * Calls the console's own API. Every failure is an `AppError` with a sentence for a person; a 401 also raises the
 * "signed out" banner, and opens the sign-in over the page if a change was refused. A cancelled call rejects with its own AbortError, which is no failure.
 */
export async function fetchJson<T>(path: string, options: FetchOptions = {}): Promise<T> {
  const { method = 'GET', body, headers, signal, timeoutMs = TIMEOUT_MS } = options
  const stop = new AbortController()
  let late = false
  const timer = setTimeout(() => {
    late = true
    stop.abort()
  }, timeoutMs)
  const follow = () => stop.abort()
  signal?.addEventListener('abort', follow)
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(isPersonActive() ? { [PERSON_ACTIVE_HEADER]: '1' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: stop.signal,
      cache: 'no-store',
    })
    text = await response.text()
  } catch (cause) {
    if (signal?.aborted) throw cause
    const why = late ? `did not answer within ${timeoutMs / 1000} s` : 'cannot be reached from this browser'
    throw new AppError('unavailable', `The console ${why}.`, { cause })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', follow)
  }
  const json = parse(text)
  if (response.ok && json !== undefined) {
    // A stop is taken from an idle session too; and of a reading it is not known whose session it was.
    if (signedOut.get() && method === 'GET') answeredAgain.set(answeredAgain.get() + 1)
    return json as T
  }
  const error = failure(response.status, json)
  // A sign-out that finds no session got what it wanted.
  if (response.status === 401 && path !== SIGN_OUT) {
    signedOut.set(error instanceof SessionIdle ? 'idle' : 'ended')
    // One that is open already keeps what it was opened for; what is refused to it is the password alone.
    if (method !== 'GET' && !signInRequest.get()) {
      changeRefused.set(true)
      signInRequest.set({})
    }
  }
  throw error
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failure(status: number, json: unknown): AppError {
  if (isProblem(json)) return fromProblem(json)
  if (status === 401) return new AppError('unauthenticated', 'You are signed out.')
  return new AppError(
    'unavailable',
    `Something between this browser and the console answered HTTP ${status}, not the console.`,
  )
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'code' in json && 'detail' in json
}
