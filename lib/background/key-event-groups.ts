/** Events of keys as the record has them: each by itself where they are few, many in one event, and what is missing by its numbers. */
import type { AuditKinds } from '@/lib/domain/audit'
import type { KeyEvent } from '@/lib/machineid/keys/device-keys'

/** So many of one reading are recorded one by one: what a person looks for by device. */
export const SINGLE_MAX = 20
/** So many are one event of the record. */
export const GROUP_MAX = 500

type Written = {
  [Kind in 'device-key.reported' | 'device-key.reported-many' | 'device-key.events-lost']: {
    kind: Kind
    data: AuditKinds[Kind]
  }
}
export type RecordedKeyEvent = Written[keyof Written]

const iso = (at: number | null | undefined) => (typeof at === 'number' ? new Date(at).toISOString() : null)

const single = ({ number, at, kind, deviceId, detail }: KeyEvent): RecordedKeyEvent => ({
  kind: 'device-key.reported',
  data: {
    number,
    happenedAt: iso(at),
    what: kind,
    ...(deviceId !== null && { deviceId }),
    ...(detail !== null && { detail }),
  },
})

/** @param events one after another, without a gap; at least one. */
function many(events: readonly KeyEvent[]): RecordedKeyEvent {
  const counts = new Map<string, number>()
  const devices = new Map<string, string[]>()
  for (const { kind, deviceId } of events) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    if (deviceId !== null) devices.set(kind, [...(devices.get(kind) ?? []), deviceId])
  }
  const [first, last] = [events[0] as KeyEvent, events.at(-1) as KeyEvent]
  const data = {
    first: first.number,
    last: last.number,
    since: iso(first.at),
    until: iso(last.at),
    counts: Object.fromEntries(counts),
    devices: Object.fromEntries(devices),
  }
  return { kind: 'device-key.reported-many', data }
}

/** Events after a number, in order, each once; and the numbers between them that are missing. */
export function keyEventGroups(after: number, events: readonly KeyEvent[]): RecordedKeyEvent[] {
  const written: RecordedKeyEvent[] = []
  let run: KeyEvent[] = []
  let expected = after + 1
  const isFew = events.length <= SINGLE_MAX
  const closeRun = () => {
    for (let from = 0; from < run.length; from += GROUP_MAX) {
      const group = run.slice(from, from + GROUP_MAX)
      written.push(...(isFew ? group.map(single) : [many(group)]))
    }
    run = []
  }
  for (const event of events.toSorted((a, b) => a.number - b.number)) {
    if (event.number < expected) continue
    if (event.number > expected) {
      closeRun()
      written.push({ kind: 'device-key.events-lost', data: { first: expected, last: event.number - 1 } })
    }
    run.push(event)
    expected = event.number + 1
  }
  closeRun()
  return written
}
