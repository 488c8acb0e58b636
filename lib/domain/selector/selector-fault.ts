/** Thrown inside the parser only; `parseSelector` turns it into data. `position` and `length` are characters of the text. */
export class SelectorFault extends Error {
  readonly position: number
  readonly length: number

  constructor(message: string, position: number, length = 1) {
    super(message)
    this.position = position
    this.length = length
  }
}
