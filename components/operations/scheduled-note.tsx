import { Clock } from 'lucide-react'
import { Planned } from '@/components/time/planned'
import { TONE_CLASS } from '@/components/ui/pill'
import { isResume, isStop, type Operation } from '@/lib/domain/operation'

/** When a scheduled operation begins, and what holds until then. */
export function ScheduledNote({ operation: { state, startAt, kind } }: { operation: Operation }) {
  if (state !== 'scheduled' || !startAt) return null
  return (
    <div className={`flex gap-2.5 rounded-box px-3 py-2.5 ${TONE_CLASS.wait}`}>
      <Clock aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={2.25} />
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="font-medium">
          Begins by itself <Planned at={startAt} />.
        </p>
        <p>{untilThen(kind)}</p>
      </div>
    </div>
  )
}

function untilThen(kind: Operation['kind']): string {
  if (isStop(kind)) return 'Until then nothing is sent, no device is held, and no stop is in force.'
  if (isResume(kind))
    return 'Until then nothing is sent and no hold is released. If one of its devices, or the org, is stopped before, it waits for a person.'
  return 'Until then nothing is sent.'
}
