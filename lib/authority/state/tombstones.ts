const TOMBSTONES_MAX = 20_000

/** The ids removed since the start, newest last, at most `max`. `floor` is the oldest revision a delta may start from. */
export class Tombstones {
  private readonly removedAt = new Map<string, number>()
  floor: number

  constructor(
    floor: number,
    private readonly max = TOMBSTONES_MAX,
  ) {
    this.floor = floor
  }

  add(deviceId: string, revision: number): void {
    this.removedAt.delete(deviceId)
    this.removedAt.set(deviceId, revision)
    if (this.removedAt.size <= this.max) return
    for (const [oldest, at] of this.removedAt) {
      this.removedAt.delete(oldest)
      this.floor = at
      return
    }
  }

  delete(deviceId: string): void {
    this.removedAt.delete(deviceId)
  }

  has(deviceId: string): boolean {
    return this.removedAt.has(deviceId)
  }

  /** Ids removed after a revision. */
  since(revision: number): string[] {
    const ids: string[] = []
    for (const [deviceId, at] of this.removedAt) if (at > revision) ids.push(deviceId)
    return ids
  }
}
