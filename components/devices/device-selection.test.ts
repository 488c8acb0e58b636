import { describe, expect, it } from 'vitest'
import { isSelected, NOTHING, selectedCount, selectionTarget, selectionWords, withIds } from './device-selection'

const all = { mode: 'matching', q: 'env:prod', except: new Set<string>() } as const

describe('device selection', () => {
  it('ticks and unticks rows by id', () => {
    const two = withIds(NOTHING, ['a', 'b'], true)
    expect(selectionTarget(withIds(two, ['a'], false))).toEqual({ ids: ['b'] })
    expect(NOTHING).toEqual({ mode: 'rows', ids: new Set() })
  })
  it('keeps "all matching" and takes single rows out of it', () => {
    const some = withIds(all, ['x:1', 'a b'], false)
    expect(isSelected(some, 'x:1')).toBe(false)
    expect(isSelected(some, 'y')).toBe(true)
    expect(selectionTarget(some)).toEqual({ selector: 'env:prod -id:x:1,"a b"' })
    expect(selectionTarget(withIds(some, ['x:1', 'a b'], true))).toEqual({ selector: 'env:prod' })
    expect(selectedCount(some, 6)).toBe(4)
  })
  it('says which state it is in', () => {
    expect(selectionWords(withIds(NOTHING, ['a'], true), 9)).toBe('1 ticked')
    expect(selectionWords(all, 6012)).toBe('all 6,012 matching')
    expect(selectionWords({ ...all, q: ' ' }, 25)).toBe('the whole fleet, 25 devices')
  })
  it('takes no more ids than a selection may have', () => {
    const ids = [...Array(10_050).keys()].map(String)
    expect(selectedCount(withIds(NOTHING, ids, true), 20_000)).toBe(10_000)
  })
})
