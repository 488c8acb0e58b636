import { useState } from 'react'
import type { TimeValue } from '@/components/time/time-field'
import { consoleTime } from '@/lib/client/state/console-time'
import { useZone } from '@/lib/client/state/preferences'
import { useNow } from '@/lib/client/state/use-now'
import type { StartOperation } from '@/lib/domain/command'
import { fromWallTime, toWallTime } from '@/lib/domain/time/wall-time'
import { type Until, type When, whenFault, whenPart } from './when-words'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** What the time field begins with, so that a reason is all that has to be typed. */
const AHEAD_MS: Record<When, number> = { now: 0, fence: 4 * HOUR_MS, later: HOUR_MS }

/** When an act begins, or until when a fence is in force; with the time that this needs. */
export function useWhen(initial: When = 'now') {
  const zone = useZone()
  const now = useNow()
  const [when, setWhen] = useState(initial)
  const [until, setUntil] = useState<Until>('end')
  // An instant that was picked, or a text that was typed: a time of the wall may mean two instants.
  const [given, setGiven] = useState<number | string>(() => ahead(initial))
  const edge = when === 'fence' && until === 'end' ? 'until' : 'from'
  const time: TimeValue =
    typeof given === 'string'
      ? { text: given, at: fromWallTime(given, zone, edge) }
      : { text: toWallTime(given, zone), at: given }
  const fault = whenFault(when, time.at, now)
  return {
    when,
    setWhen: (next: When) => {
      setWhen(next)
      setGiven(ahead(next))
    },
    until,
    setUntil,
    time,
    typeTime: (text: string) => setGiven(text),
    pickTime: (at: number) => setGiven(wholeMinute(at)),
    fault,
    /** What the command says of it; null while the time is not right. */
    part: (): Pick<StartOperation, 'fence' | 'startAt'> | null => (fault ? null : whenPart(when, until, time.at)),
  }
}

/** A field shows no seconds. */
const wholeMinute = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS
const ahead = (when: When) => wholeMinute(consoleTime.get() + AHEAD_MS[when])
