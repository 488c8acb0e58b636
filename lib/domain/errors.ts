/**
 * The one family of errors. Every fault that reaches a person is an `AppError` with a `code`; the code alone decides the
 * HTTP status. Per-device outcomes and a denied validate are data, never errors.
 */

/** Error code → HTTP status. `satisfies` keeps the table complete and the codes closed. */
export const HTTP_STATUS = {
  'invalid-input': 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'rate-limited': 429,
  'upstream-denied': 409,
  'upstream-unsupported': 501,
  'upstream-key-rejected': 502,
  'upstream-invalid': 502,
  'upstream-unavailable': 503,
  'upstream-timeout': 504,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof HTTP_STATUS

/**
 * The framework may load this file twice, once for what starts with the server and once for a route. An error thrown in one
 * must be known in the other, so `instanceof` asks for this mark and the name instead of the class.
 */
const MARK = Symbol.for('machineid-console.error')

const isMarked = (value: unknown): value is AppError => typeof value === 'object' && value !== null && MARK in value

/** A fault with a sentence for a person: `detail` is what happened, what it means and what to do. */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value)
  }

  readonly [MARK] = true
  override readonly name: string = 'AppError'
  readonly code: ErrorCode
  readonly detail: string

  constructor(code: ErrorCode, detail: string, options?: { cause?: unknown }) {
    super(detail, options)
    this.code = code
    this.detail = detail
  }

  get status(): number {
    return HTTP_STATUS[this.code]
  }
}

/** One thing wrong with an input. `position` is a 0-based character offset where the input is a text (a selector). */
export type Issue = { path: string; message: string; position?: number }

export class InvalidInput extends AppError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value) && value.name === 'InvalidInput'
  }

  override readonly name = 'InvalidInput'
  readonly issues: Issue[]

  constructor(detail: string, issues: Issue[] = []) {
    super('invalid-input', detail)
    this.issues = issues
  }
}

/** The act requires a more recent sign-in: a password confirmed now cures it. */
export class SignInTooOld extends AppError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value) && value.name === 'SignInTooOld'
  }

  override readonly name = 'SignInTooOld'

  constructor(detail: string) {
    super('forbidden', detail)
  }
}

/** Tried too often: nothing was looked at. `retryAfterMs`: how long the next attempt has to wait. */
export class RateLimited extends AppError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value) && value.name === 'RateLimited'
  }

  override readonly name = 'RateLimited'
  readonly retryAfterMs: number

  constructor(retryAfterMs: number) {
    super('rate-limited', tooManyAttempts(Math.ceil(retryAfterMs / 1_000)))
    this.retryAfterMs = retryAfterMs
  }
}

/** The session was not used for so long that it can only stop: the password alone brings it back. */
export class SessionIdle extends AppError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value) && value.name === 'SessionIdle'
  }

  override readonly name = 'SessionIdle'

  constructor(detail: string) {
    super('unauthenticated', detail)
  }
}

/** What happened to a password that came too soon after others. */
export const NOT_CHECKED = 'Too many attempts. The password was not checked.'

/** How long the next one has to wait, in whole seconds. */
export const tryAgainSentence = (seconds: number): string =>
  seconds === 0 ? 'Try again now.' : `Try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`

/** What a person reads who has to wait before the next password, in whole seconds. */
export const tooManyAttempts = (seconds: number): string => `${NOT_CHECKED} ${tryAgainSentence(seconds)}`

type UpstreamErrorCode = Extract<ErrorCode, `upstream-${string}`>

/** What the authority answered, or that it did not. `retryAfterMs` is in milliseconds, already capped. */
export class UpstreamError extends AppError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value) && value.name === 'UpstreamError'
  }

  override readonly name = 'UpstreamError'
  readonly upstreamStatus?: number
  readonly upstreamCode?: string
  readonly upstreamRequestId?: string
  readonly retryAfterMs?: number

  constructor(
    code: UpstreamErrorCode,
    detail: string,
    data: {
      upstreamStatus?: number
      upstreamCode?: string
      upstreamRequestId?: string
      retryAfterMs?: number
      cause?: unknown
    } = {},
  ) {
    super(code, detail, { cause: data.cause })
    this.upstreamStatus = data.upstreamStatus
    this.upstreamCode = data.upstreamCode
    this.upstreamRequestId = data.upstreamRequestId
    this.retryAfterMs = data.retryAfterMs
  }
}

/** RFC 9457 problem details, as sent with `application/problem+json`. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode
  requestId: string
  issues?: Issue[]
  /** What a person can add so that the same act is taken. */
  needs?: 'recent-sign-in' | 'password'
  upstreamStatus?: number
  upstreamCode?: string
  upstreamRequestId?: string
  retryAfterMs?: number
}

const titleOf = (code: ErrorCode) => code.replace(/-/g, ' ').replace(/^./, (letter) => letter.toUpperCase())

/** Turns any thrown value into problem details; what is not an `AppError` becomes `internal` and shows nothing of itself. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known =
    error instanceof AppError
      ? error
      : new AppError(
          'internal',
          `Something failed in the console. Nothing was changed that is not shown. Quote ${requestId}.`,
        )
  const { code, status, detail } = known
  const problem: Problem = { type: `about:blank#${code}`, title: titleOf(code), status, detail, code, requestId }
  if (known instanceof InvalidInput) return { ...problem, issues: known.issues }
  if (known instanceof SignInTooOld) return { ...problem, needs: 'recent-sign-in' }
  if (known instanceof SessionIdle) return { ...problem, needs: 'password' }
  if (known instanceof RateLimited) return { ...problem, retryAfterMs: known.retryAfterMs }
  if (known instanceof UpstreamError) {
    const { upstreamStatus, upstreamCode, upstreamRequestId, retryAfterMs } = known
    return { ...problem, upstreamStatus, upstreamCode, upstreamRequestId, retryAfterMs }
  }
  return problem
}

/** The browser's half: rebuilds the same classes from problem details. */
export function fromProblem(problem: Problem): AppError {
  if (problem.code === 'invalid-input') return new InvalidInput(problem.detail, problem.issues ?? [])
  if (problem.needs === 'recent-sign-in') return new SignInTooOld(problem.detail)
  if (problem.needs === 'password') return new SessionIdle(problem.detail)
  if (problem.code === 'rate-limited' && problem.retryAfterMs) return new RateLimited(problem.retryAfterMs)
  if (problem.code.startsWith('upstream-')) {
    return new UpstreamError(problem.code as UpstreamErrorCode, problem.detail, problem)
  }
  return new AppError(problem.code, problem.detail)
}
