/**
 * Every change of a device's state, on disk and in memory in one step of the ledger. A change that is none writes nothing and
 * moves no time.
 */
import type { Core } from '../core'
import type { Tx } from '../disk/ledger'
import { deviceLimitReached, deviceNotFound } from '../http/refusal'
import { Device } from './device'
import type { Org } from './org'

/** What a change did, and the revision from which it holds. */
export type Changed = { changed: boolean; revision: number }
export type DeviceChange = (core: Core, tx: Tx, org: Org, deviceId: string, now: number) => Changed

const existing = (org: Org, deviceId: string): Device => {
  const device = org.devices.get(deviceId)
  if (!device) throw deviceNotFound(deviceId)
  return device
}

function setRevoked(tx: Tx, org: Org, device: Device, revokedAt: number | null): Changed {
  const { revokedAt: before, revokedRevision: revisionBefore } = device
  const { activeCount } = org
  const revision = org.nextRevision()
  tx.undo(() => {
    device.revokedAt = before
    device.revokedRevision = revisionBefore
    org.activeCount = activeCount
  })
  device.revokedAt = revokedAt
  device.revokedRevision = revokedAt === null ? null : revision
  org.activeCount += revokedAt === null ? 1 : -1
  org.chain.touch(device, revision)
  tx.store.setRevoked(device.serial, device.revokedAt, device.revokedRevision)
  return { changed: true, revision }
}

export const revoke: DeviceChange = (_core, tx, org, deviceId, now) => {
  const device = existing(org, deviceId)
  if (device.revokedAt !== null) return { changed: false, revision: org.revision }
  return setRevoked(tx, org, device, now)
}

export const unrevoke: DeviceChange = (_core, tx, org, deviceId) => {
  const device = existing(org, deviceId)
  if (device.revokedAt === null) return { changed: false, revision: org.revision }
  if (org.activeCount >= org.deviceLimit) throw deviceLimitReached(org.deviceLimit, org.activeCount)
  return setRevoked(tx, org, device, null)
}

/** Forgets a device. One that was removed since the start is gone already: that is no error. */
export const remove: DeviceChange = (core, tx, org, deviceId) => {
  const device = org.devices.get(deviceId)
  if (!device) {
    if (org.tombstones.has(deviceId)) return { changed: false, revision: org.revision }
    throw deviceNotFound(deviceId)
  }
  const { activeCount } = org
  const revision = org.nextRevision()
  tx.undo(() => {
    device.removed = false
    org.devices.set(deviceId, device)
    org.chain.touch(device, org.revision)
    org.tombstones.delete(deviceId)
    org.activeCount = activeCount
    core.slots.takeBack(device.slot)
  })
  device.removed = true
  org.devices.delete(deviceId)
  org.chain.drop(device)
  org.tombstones.add(deviceId, revision)
  if (device.revokedAt === null) org.activeCount -= 1
  core.slots.give(device.slot)
  tx.store.deleteDevice(device.serial)
  return { changed: true, revision }
}

/** Adds a device that is not there yet; the caller has looked at the cap. */
export function addDevice(core: Core, tx: Tx, org: Org, deviceId: string, now: number): Device {
  const revision = org.nextRevision()
  const { serial, slot } = core.slots.take()
  const device = new Device(serial, slot, deviceId, now, null, null, revision)
  tx.undo(() => {
    org.devices.delete(deviceId)
    org.chain.drop(device)
    device.removed = true
    org.activeCount -= 1
    org.registrations -= 1
    core.slots.give(slot)
  })
  org.devices.set(deviceId, device)
  org.chain.touch(device, revision)
  org.activeCount += 1
  org.registrations += 1
  tx.store.insertDevice(org.id, device)
  return device
}
