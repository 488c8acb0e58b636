import { useState } from 'react'
import { consoleTime } from '@/lib/client/console-time'
import { usePreferences } from '@/lib/client/preferences'
import { useNow } from '@/lib/client/use-now'
import { fromWallTime, toWallTime } from '@/lib/client/wall-time'
import type { StartOperation } from '@/lib/domain/command'
import { type Until, type When, whenFault, whenPart } from './when-words'

const HOUR_MS = 3_600_000
/** What the time field begins with, so that a reason is all that has to be typed. */
const AHEAD_MS: Record<When, number> = { now: 0, standing: 4 * HOUR_MS, later: HOUR_MS }

/** When an act begins, and how long a stop stands; with the time that this needs. */
export function useWhen(initial: When = 'now') {
  const isUtc = usePreferences().zone === 'utc'
  const now = useNow()
  const ahead = (when: When) => toWallTime(consoleTime.get() + AHEAD_MS[when], isUtc)
  const [when, setWhen] = useState(initial)
  const [until, setUntil] = useState<Until>('end')
  const [text, setText] = useState(() => ahead(initial))
  const at = fromWallTime(text, isUtc)
  const fault = whenFault(when, at, now)
  return {
    when,
    setWhen: (next: When) => {
      setWhen(next)
      setText(ahead(next))
    },
    until,
    setUntil,
    text,
    setText,
    fault,
    /** What the command says of it; null while the time is not right. */
    part: (): Pick<StartOperation, 'fence' | 'startAt'> | null => (fault ? null : whenPart(when, until, at)),
  }
}
