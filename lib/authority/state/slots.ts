/** Hands out serial numbers, which are never used again, and evidence slots, which are. */
export class Slots {
  constructor(
    private nextSerial: number,
    private nextSlot: number,
    private readonly free: number[],
  ) {}

  /** One more than the highest serial handed out. */
  get serialsEnd(): number {
    return this.nextSerial
  }

  take(): { serial: number; slot: number } {
    const serial = this.nextSerial
    this.nextSerial += 1
    const reused = this.free.pop()
    if (reused !== undefined) return { serial, slot: reused }
    const slot = this.nextSlot
    this.nextSlot += 1
    return { serial, slot }
  }

  give(slot: number): void {
    this.free.push(slot)
  }

  /** Takes back a slot that was given away by a change that did not last. */
  takeBack(slot: number): void {
    const at = this.free.lastIndexOf(slot)
    if (at >= 0) this.free.splice(at, 1)
  }
}
