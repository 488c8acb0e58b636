import { giveBack, growing, grown } from '@/lib/domain/compact/growing-array'
import { TextTable } from '@/lib/domain/compact/text-table'

/** The ids that a reader has read of an org, each with a number made of everything that was read of the device. */
export class KnownDevices {
  readonly #ids = new TextTable()
  #prints = growing(Float64Array)

  get size(): number {
    return this.#ids.size
  }

  /** Codes of the ids lie in [0, codesEnd); after a removal some may be free. */
  get codesEnd(): number {
    return this.#ids.codesEnd
  }

  has(deviceId: string): boolean {
    return this.#ids.has(deviceId)
  }

  id(code: number): string {
    return this.#ids.text(code)
  }

  print(code: number): number {
    return this.#prints[code]!
  }

  /** NaN, which equals nothing, where the id is not known. */
  printOf(deviceId: string): number {
    const code = this.#ids.find(deviceId)
    return code < 0 ? Number.NaN : this.#prints[code]!
  }

  /** The code of the id. */
  set(deviceId: string, print: number): number {
    const code = this.#ids.take(deviceId)
    this.#prints = grown(this.#prints, code + 1)
    this.#prints[code] = print
    return code
  }

  delete(deviceId: string): void {
    const code = this.#ids.find(deviceId)
    if (code >= 0) this.#ids.free(code)
  }

  /** As `compareIds`. */
  compare(a: number, b: number): number {
    return this.#ids.compare(a, b)
  }

  *ids(): Generator<string> {
    for (let code = 0; code < this.#ids.codesEnd; code++) if (this.#ids.isLive(code)) yield this.#ids.text(code)
  }

  /** Frees the memory. It may not be used afterwards. */
  close(): void {
    this.#ids.close()
    giveBack(this.#prints)
  }
}
