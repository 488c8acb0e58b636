import { describe, expect, it } from 'vitest'
import type { DeviceRow } from '@/lib/domain/wire/devices'
import { isMoved, keepRowOrder } from './row-order'

const row = (deviceId: string, running = true): DeviceRow => ({ deviceId, status: 'active', parts: null, running })
const ids = (rows: DeviceRow[]) => rows.map((each) => each.deviceId).join('')

describe('order on screen', () => {
  it('stays, with the facts of the new page', () => {
    const held = keepRowOrder([row('a'), row('b'), row('c')], [row('c', false), row('a'), row('b')])
    expect(ids(held)).toBe('abc')
    expect(held[2]?.running).toBe(false)
    expect(isMoved(held, [row('c'), row('a'), row('b')])).toBe(true)
  })
  it('keeps a row that left the page, and adds new ones only at the end', () => {
    expect(ids(keepRowOrder([row('a'), row('b')], [row('n'), row('a')]))).toBe('ab')
    expect(ids(keepRowOrder([row('b')], [row('a'), row('b'), row('c')]))).toBe('bac')
  })
})
