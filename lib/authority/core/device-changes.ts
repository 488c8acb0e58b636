/**
 * Every change of a device's state. The group committer writes it to disk and memory together. A change that changes nothing is
 * not written and moves no time.
 */

import type { Tx } from '../disk/group-committer'
import type { Device } from '../state/device-table'
import type { Org } from '../state/org'
import { StateError } from '../state/state-error'
import type { Core } from './core'
import type { Changed, DeviceChange } from './device-change'
import { endKeysOfRemoved } from './device-key-changes'

const existing = (org: Org, deviceId: string): number => {
  const row = org.devices.find(deviceId)
  if (row < 0) throw new StateError({ code: 'device-not-found', deviceId })
  return row
}

/**
 * The cap counts active devices. Where devices have keys of their own, a register counts those that are revoked too: their slots are
 * kept for them, so that who fills the cap with new ids cannot keep them from being restored.
 * @throws StateError where there is no slot.
 */
export function checkFreeSlot(org: Org, deviceId: string, by: 'restore' | 'register'): void {
  const { deviceLimit: limit, activeCount: devicesUsed } = org
  const reserved = by === 'register' && org.keyPolicy !== 'shared' ? org.devices.size - devicesUsed : 0
  if (devicesUsed + reserved >= limit && devicesUsed < limit)
    throw new StateError({ code: 'device-slots-reserved', deviceId, limit, devicesUsed, reserved })
  if (devicesUsed >= limit) throw new StateError({ code: 'device-limit-reached', by, deviceId, limit, devicesUsed })
}

function setRevoked(tx: Tx, org: Org, row: number, revokedAt: number | null): Changed {
  const { serial, deviceId, revokedAt: before, revokedRevision: revisionBefore } = org.devices.read(row)
  const { activeCount } = org
  const revision = org.nextRevision()
  tx.undo(() => {
    // By its id: another change of the same commit may have moved it to another row.
    org.devices.setRevoked(org.devices.find(deviceId), before, revisionBefore)
    org.activeCount = activeCount
  })
  const revokedRevision = revokedAt === null ? null : revision
  org.devices.setRevoked(row, revokedAt, revokedRevision)
  org.activeCount += revokedAt === null ? 1 : -1
  org.chain.touch(row, revision)
  tx.store.setRevoked(serial, revokedAt, revokedRevision)
  return { changed: true, revision }
}

export const revoke: DeviceChange = (_core, tx, org, deviceId, now) => {
  const row = existing(org, deviceId)
  if (org.devices.isRevoked(row)) return { changed: false, revision: org.revision }
  return setRevoked(tx, org, row, now)
}

export const unrevoke: DeviceChange = (_core, tx, org, deviceId) => {
  const row = existing(org, deviceId)
  if (!org.devices.isRevoked(row)) return { changed: false, revision: org.revision }
  checkFreeSlot(org, deviceId, 'restore')
  return setRevoked(tx, org, row, null)
}

/** Forgets a device. One that was removed since the start is gone already: that is no error. */
export const remove: DeviceChange = (core, tx, org, deviceId, now) => {
  const row = org.devices.find(deviceId)
  if (row < 0) {
    if (org.tombstones.has(deviceId)) return { changed: false, revision: org.revision }
    throw new StateError({ code: 'device-not-found', deviceId })
  }
  const device = org.devices.read(row)
  const { activeCount } = org
  endKeysOfRemoved(core, tx, org, row, now)
  const revision = org.nextRevision()
  tx.undo(() => {
    org.chain.touch(org.devices.add(device), org.revision)
    org.tombstones.delete(deviceId)
    org.activeCount = activeCount
    core.slots.takeBack(device.slot)
  })
  org.chain.drop(row)
  org.devices.remove(row)
  org.tombstones.add(deviceId, revision)
  if (device.revokedAt === null) org.activeCount -= 1
  core.slots.give(device.slot)
  tx.store.deleteDevice(device.serial)
  return { changed: true, revision }
}

/** Adds a device that is not there yet; the caller has checked the limit. */
export function addDevice(core: Core, tx: Tx, org: Org, deviceId: string, now: number): void {
  const revision = org.nextRevision()
  const device: Device = { ...core.slots.take(), deviceId, createdAt: now, revokedAt: null, revokedRevision: null }
  tx.undo(() => {
    const row = org.devices.find(deviceId)
    org.chain.drop(row)
    org.devices.remove(row)
    org.activeCount -= 1
    org.registrations -= 1
    core.slots.give(device.slot)
  })
  org.chain.touch(org.devices.add(device), revision)
  org.activeCount += 1
  org.registrations += 1
  tx.store.insertDevice(org.id, device)
}
