/**
 * A value that must not leak: printing, serialising or inspecting it shows a mark instead. Only `lib/machineid` and the
 * key vault call `reveal()`.
 */
const REDACTED = '[secret]'

export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Never put the result into an error, a log line or a reply. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [Symbol.toPrimitive](): string {
    return REDACTED
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED
  }
}
