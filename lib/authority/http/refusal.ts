/**
 * A request that is answered with something other than what was requested. `error` is the word that programs switch on,
 * `message` the sentence for a person. A refusal is thrown before anything was changed.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly error: string
  readonly data: Record<string, unknown>
  readonly headers: readonly string[]

  constructor(
    status: number,
    error: string,
    message: string,
    more: { data?: Record<string, unknown>; headers?: readonly string[] } = {},
  ) {
    super(message)
    this.status = status
    this.error = error
    this.data = more.data ?? {}
    this.headers = more.headers ?? []
  }
}

export const invalidRequest = (message: string) => new Refusal(400, 'invalid_request', message)
