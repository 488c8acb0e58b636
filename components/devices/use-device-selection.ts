import { useRef, useState } from 'react'
import { type DeviceSelection, isSelected, NOTHING, withIds } from './device-selection'
import type { DevicePages } from './use-device-pages'

/** The selection of the page. It outlives every poll; a new text ends "all matching", which meant the old one. */
export function useDeviceSelection(q: string, pages: DevicePages) {
  const [kept, setKept] = useState<DeviceSelection>(NOTHING)
  const anchor = useRef<number | null>(null)
  const selection = kept.mode === 'matching' && kept.q !== q ? NOTHING : kept
  const loaded = pages.loaded()
  const ticked = loaded.filter((row) => isSelected(selection, row.deviceId)).length
  const all = loaded.length > 0 && ticked === loaded.length

  const tick = (index: number, on: boolean, shift: boolean) => {
    const from = shift && anchor.current !== null ? Math.min(anchor.current, index) : index
    const to = shift && anchor.current !== null ? Math.max(anchor.current, index) : index
    const ids: string[] = []
    for (let at = from; at <= to; at++) {
      const id = pages.rowAt(at)?.deviceId
      if (id !== undefined) ids.push(id)
    }
    anchor.current = index
    setKept(withIds(selection, ids, on))
  }
  return {
    selection,
    loadedCount: loaded.length,
    allLoaded: all || (ticked > 0 ? ('mixed' as const) : false),
    isSelected: (id: string) => isSelected(selection, id),
    tick,
    toggle: (index: number, shift: boolean) => {
      const id = pages.rowAt(index)?.deviceId
      if (id !== undefined) tick(index, shift || !isSelected(selection, id), shift)
    },
    toggleId: (id: string) => setKept(withIds(selection, [id], !isSelected(selection, id))),
    toggleLoaded: () => {
      if (selection.mode === 'matching') return setKept(NOTHING)
      const ids = loaded.map((row) => row.deviceId)
      setKept(withIds(selection, ids, !all))
    },
    selectMatching: () => setKept({ mode: 'matching', q, except: new Set() }),
    clear: () => setKept(NOTHING),
  }
}
