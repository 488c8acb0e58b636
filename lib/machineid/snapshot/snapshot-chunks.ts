import { DeviceRecords } from './device-records'
import { CHUNK_DEVICES_MAX, type SnapshotChunk } from './snapshot'
import type { SnapshotStage } from './snapshot-stage'
import type { SnapshotChange } from './snapshot-state'

/** A change of a snapshot in chunks, which leave nothing behind. */
export function* chunksOf({ upserts, removed }: SnapshotChange, stage: SnapshotStage): Generator<SnapshotChunk> {
  const ids = removed[Symbol.iterator]()
  for (let from = 0; ; from += CHUNK_DEVICES_MAX) {
    const devices = Array.from(upserts.subarray(from, from + CHUNK_DEVICES_MAX), (code) => stage.record(code))
    const gone = take(ids, CHUNK_DEVICES_MAX)
    if (devices.length === 0 && gone.length === 0) return
    yield { kind: 'chunk', upserts: DeviceRecords.of(devices), removed: gone }
  }
}

function take(ids: Iterator<string>, max: number): string[] {
  const taken: string[] = []
  while (taken.length < max) {
    const { done, value } = ids.next()
    if (done) break
    taken.push(value)
  }
  return taken
}
