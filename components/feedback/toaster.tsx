'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed, OctagonAlert, Square, X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { WithTimes } from '@/components/time/with-times'
import { Button } from '@/components/ui/button'
import { operationQuery } from '@/lib/client/api/operation-queries'
import { dismissToast, type ToastContent, type ToastEntry, type ToastTone, toasts } from '@/lib/client/state/toasts'
import { useObservable } from '@/lib/client/state/use-observable'
import { operationToast } from './operation-toast'

const NONE: readonly ToastEntry[] = []
const ICON = { ok: CircleCheck, stop: Square, wait: CircleDashed, off: OctagonAlert } satisfies Record<
  ToastTone,
  unknown
>
const COLOUR = { ok: 'text-ok', stop: 'text-stop', wait: 'text-wait', off: 'text-off' } satisfies Record<
  ToastTone,
  string
>

/**
 * Results of what was done. Part of the first bundle on purpose: a result must not depend on a chunk that may be gone. They have
 * room of their own under the page, which grows shorter meanwhile: they never cover a button that a person is about to press.
 * What fills the whole screen of a phone leaves `--results` free at its end.
 */
export function Toaster() {
  const entries = useObservable(toasts, NONE)
  const section = useRef<HTMLElement>(null)
  useEffect(() => (section.current ? leaveRoom(section.current) : undefined), [])
  return (
    <section
      ref={section}
      aria-label="Results"
      className={`relative z-[35] order-4 flex max-h-[45dvh] shrink-0 flex-col items-end overflow-y-auto px-3 sm:order-none sm:px-5 ${entries.length > 0 ? 'border-t bg-bg py-2' : ''}`}
    >
      <ol aria-live="polite" aria-relevant="additions text" className="flex w-full flex-col gap-2 sm:w-[400px]">
        {entries.map((entry) => (
          <Toast key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  )
}

/** Says how much of the screen the results take, from its lower edge, as long as there are any. */
function leaveRoom(section: HTMLElement): () => void {
  const { style } = document.documentElement
  const observer = new ResizeObserver(() => {
    const { top, height } = section.getBoundingClientRect()
    style.setProperty('--results', height > 0 ? `${Math.ceil(window.innerHeight - top)}px` : '0px')
  })
  observer.observe(section)
  return () => {
    observer.disconnect()
    style.removeProperty('--results')
  }
}

/** What it says now: a result that follows an operation says what is known of that by now. */
function useLiveContent(entry: ToastEntry): ToastContent {
  const { org = '', id = '', deviceId } = entry.operation ?? {}
  const { data } = useQuery({ ...operationQuery(org, id), enabled: entry.operation !== undefined, retry: false })
  if (!data) return entry
  const now = operationToast(data.operation, deviceId)
  // The offer to take it back ends when it was said to.
  return entry.action ? { ...now, lastsMs: entry.lastsMs } : now
}

function Toast({ entry }: { entry: ToastEntry }) {
  const { id, action } = entry
  const { tone, title, subject, detail, counts, link, lastsMs } = useLiveContent(entry)
  useEffect(() => {
    if (lastsMs === null) return
    const timer = setTimeout(() => dismissToast(id), lastsMs)
    return () => clearTimeout(timer)
  }, [id, lastsMs])
  const Icon = ICON[tone]
  return (
    <li className="flex items-start gap-2.5 rounded-box border bg-panel py-2.5 pr-2 pl-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${COLOUR[tone]}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">
          {title}
          {subject !== undefined && (
            <bdi dir="ltr" className="whole-id">
              {' '}
              {subject}
            </bdi>
          )}
        </p>
        {detail && (
          <p className="text-small text-soft wrap-anywhere">
            <WithTimes text={detail} />
          </p>
        )}
        {counts && (
          <p aria-live="off" className="text-small text-soft">
            {counts}
          </p>
        )}
        {link && (
          <Link
            href={link.href}
            prefetch={false}
            className="touch inline-flex items-center text-small underline underline-offset-2"
          >
            {link.text}
          </Link>
        )}
      </div>
      {action && (
        <Button size="small" onClick={() => action.run()}>
          {action.text}
        </Button>
      )}
      <Button look="quiet" size="small" aria-label="Dismiss" onClick={() => dismissToast(id)}>
        <X aria-hidden className="size-3.5" />
      </Button>
    </li>
  )
}
