import type { Device } from './device'

/** The devices of an org in order of their last change: moving one to the end and reading what changed since are O(1) and O(changed). */
export class ChangeChain {
  private newest: Device | null = null

  /** Marks the device as the last one changed, at this revision. */
  touch(device: Device, revision: number): void {
    device.changedRevision = revision
    if (this.newest === device) return
    this.drop(device)
    device.older = this.newest
    if (this.newest) this.newest.newer = device
    this.newest = device
  }

  drop(device: Device): void {
    if (device.newer) device.newer.older = device.older
    if (device.older) device.older.newer = device.newer
    if (this.newest === device) this.newest = device.older
    device.newer = null
    device.older = null
  }

  /** Devices that changed after a revision, oldest change first. */
  since(revision: number): Device[] {
    const changed: Device[] = []
    for (let at = this.newest; at && at.changedRevision > revision; at = at.older) changed.push(at)
    return changed.reverse()
  }
}
