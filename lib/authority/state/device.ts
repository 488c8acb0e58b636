/**
 * One device in memory. `serial` is never used again, so that evidence of a removed device can never be read as that of a
 * later one; `slot` says where its evidence lies. `newer` and `older` chain the devices of an org by last change.
 */
export class Device {
  readonly idJson: string
  changedRevision: number
  removed = false
  newer: Device | null = null
  older: Device | null = null

  constructor(
    readonly serial: number,
    readonly slot: number,
    readonly deviceId: string,
    readonly createdAt: number,
    public revokedAt: number | null,
    public revokedRevision: number | null,
    changedRevision: number,
  ) {
    this.idJson = JSON.stringify(deviceId)
    this.changedRevision = changedRevision
  }
}
