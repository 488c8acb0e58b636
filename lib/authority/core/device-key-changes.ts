/**
 * Every change of device keys: issued, used for the first time, released, ended. Like all changes they reach disk and memory
 * together, are undone together, and each is an event that the org can read.
 */
import {
  deleteDeviceKey,
  deleteIdBlock,
  deleteKeyRelease,
  insertDeviceKey,
  insertIdBlock,
  insertKeyEvent,
  putKeyRelease,
  setFirstUse,
} from '../disk/device-key-store'
import type { Tx } from '../disk/group-committer'
import { hashKey } from '../keys/key-hash'
import type { DeviceAccessKey } from '../keys/key-ring'
import { keyTag } from '../state/key-tag'
import type { Org } from '../state/org'
import { StateError } from '../state/state-error'
import type { Core } from './core'
import type { Changed, DeviceChange } from './device-change'

/** How long a person's release lets a device get one more key. */
export const KEY_RELEASE_MS = 60 * 60 * 1000

/** What happened to keys, as the events of an org name it. */
export type KeyEventKind =
  | 'policy'
  | 'device-key.issued'
  | 'device-key.renewed'
  | 'device-key.reissued'
  | 'device-key.first-used'
  | 'device-key.released'
  | 'device-key.ended'
  | 'device-key.refused'
  | 'id.blocked'
  | 'id.unblocked'

/** Writes an event of keys together with its change. */
export function noteKeyEvent(
  tx: Tx,
  org: Org,
  at: number,
  kind: KeyEventKind,
  deviceId: string | null,
  detail: string | null = null,
): void {
  tx.undo(() => {
    org.keyEvents -= 1
  })
  org.keyEvents += 1
  insertKeyEvent(tx.store, { orgId: org.id, number: org.keyEvents, at, kind, deviceId, detail })
}

function endDeviceKey(core: Core, tx: Tx, key: DeviceAccessKey): void {
  tx.undo(() => {
    key.dead = false
    core.keys.addOfDevice(key)
  })
  key.dead = true
  core.keys.removeOfDevice(key)
  deleteDeviceKey(tx.store, key.hash)
}

/** Lets what reads changes of the device list see this device again. */
function touch(org: Org, row: number): void {
  org.chain.touch(row, org.nextRevision())
}

/** How a device comes to a key: its first one, one that it asked for with the key `by`, or one that a person released. */
export type Issue = { as: 'issued' | 'reissued'; by: null } | { as: 'renewed'; by: DeviceAccessKey }

/**
 * Puts a new device key on file. The key with which a device asked for it goes on working until the new one is used, because an
 * answer may be lost. One that a person released is lost: it ends now.
 */
export function issueDeviceKey(
  core: Core,
  tx: Tx,
  org: Org,
  row: number,
  text: string,
  { as, by }: Issue,
  now: number,
): void {
  const { serial, deviceId } = org.devices.read(row)
  for (const key of core.keys.ofDevice(serial))
    if (as === 'reissued' || (key.device.firstUsedAt === null && key !== by)) endDeviceKey(core, tx, key)
  const device = { serial, createdAt: now, firstUsedAt: null }
  const hash = hashKey(text)
  const kind = 'device' as const
  const key = { hash, orgId: org.id, kind, validUntil: null, dead: false, agentKey: null, device, tag: keyTag(kind) }
  tx.undo(() => core.keys.removeOfDevice(key))
  core.keys.addOfDevice(key)
  insertDeviceKey(tx.store, { hash, ...device })
  endKeyRelease(tx, org, serial)
  touch(org, row)
  noteKeyEvent(tx, org, now, `device-key.${as}`, deviceId)
}

/** Marks a device key as used; any other key of its device ends with that. @throws StateError for one that has ended meanwhile. */
export function useDeviceKey(core: Core, tx: Tx, org: Org, row: number, key: DeviceAccessKey, now: number): void {
  const { device } = key
  if (key.dead) throw new StateError({ code: 'key-ended' })
  if (device.firstUsedAt !== null) return
  tx.undo(() => {
    device.firstUsedAt = null
  })
  device.firstUsedAt = now
  setFirstUse(tx.store, key.hash, now)
  for (const other of core.keys.ofDevice(device.serial)) if (other !== key) endDeviceKey(core, tx, other)
  touch(org, row)
  noteKeyEvent(tx, org, now, 'device-key.first-used', org.devices.read(row).deviceId)
}

function endKeyRelease(tx: Tx, org: Org, serial: number): void {
  const before = org.keyReleases.get(serial)
  if (before === undefined) return
  tx.undo(() => org.keyReleases.set(serial, before))
  org.keyReleases.delete(serial)
  deleteKeyRelease(tx.store, serial)
}

/** Whether a device is active and has not used a key of its own yet, so that it is denied where every id needs one. */
export const needsFirstUse = (core: Core, org: Org, row: number): boolean =>
  !org.devices.isRevoked(row) &&
  !core.keys.ofDevice(org.devices.serial(row)).some(({ device }) => device.firstUsedAt !== null)

/** Whether an enrolment key gets a key for a device that is known. */
export const isReleased = (org: Org, serial: number, now: number): boolean => (org.keyReleases.get(serial) ?? 0) > now

/** Lets a device that has worked without a key, or has lost its own, get one within the hour. Its key goes on working until then. */
export const releaseDeviceKey: DeviceChange = (_core, tx, org, deviceId, now): Changed => {
  const row = org.devices.find(deviceId)
  if (row < 0) throw new StateError({ code: 'device-not-found', deviceId })
  const serial = org.devices.serial(row)
  if (isReleased(org, serial, now)) return { changed: false, revision: org.revision }
  const before = org.keyReleases.get(serial)
  tx.undo(() => {
    if (before === undefined) org.keyReleases.delete(serial)
    else org.keyReleases.set(serial, before)
  })
  org.keyReleases.set(serial, now + KEY_RELEASE_MS)
  putKeyRelease(tx.store, serial, now + KEY_RELEASE_MS)
  touch(org, row)
  noteKeyEvent(tx, org, now, 'device-key.released', deviceId)
  return { changed: true, revision: org.revision }
}

/** Ends the keys of a device that stays. To get another it needs a release. */
export const endDeviceKeys: DeviceChange = (core, tx, org, deviceId, now): Changed => {
  const row = org.devices.find(deviceId)
  if (row < 0) throw new StateError({ code: 'device-not-found', deviceId })
  const serial = org.devices.serial(row)
  const keys = core.keys.ofDevice(serial)
  if (keys.length === 0) return { changed: false, revision: org.revision }
  for (const key of keys) endDeviceKey(core, tx, key)
  endKeyRelease(tx, org, serial)
  touch(org, row)
  noteKeyEvent(tx, org, now, 'device-key.ended', deviceId)
  return { changed: true, revision: org.revision }
}

/**
 * Ends what a device that is about to be removed has: its keys, and a release. Where every id needs its own key, a revoked one leaves
 * its id blocked: otherwise the next register would start it again under a new key.
 */
export function endKeysOfRemoved(core: Core, tx: Tx, org: Org, row: number, now: number): void {
  const { serial, deviceId, revokedAt } = org.devices.read(row)
  const keys = core.keys.ofDevice(serial)
  for (const key of keys) endDeviceKey(core, tx, key)
  if (keys.length > 0) noteKeyEvent(tx, org, now, 'device-key.ended', deviceId)
  endKeyRelease(tx, org, serial)
  if (org.keyPolicy !== 'per-device' || revokedAt === null || org.idBlocks.has(deviceId)) return
  tx.undo(() => org.idBlocks.delete(deviceId))
  org.idBlocks.set(deviceId, now)
  insertIdBlock(tx.store, org.id, deviceId, now)
  noteKeyEvent(tx, org, now, 'id.blocked', deviceId)
}

/** Lets an id be registered again that a removal blocked. */
export const liftIdBlock: DeviceChange = (_core, tx, org, deviceId, now): Changed => {
  const before = org.idBlocks.get(deviceId)
  if (before === undefined) return { changed: false, revision: org.revision }
  tx.undo(() => org.idBlocks.set(deviceId, before))
  org.idBlocks.delete(deviceId)
  deleteIdBlock(tx.store, org.id, deviceId)
  noteKeyEvent(tx, org, now, 'id.unblocked', deviceId)
  return { changed: true, revision: org.nextRevision() }
}
