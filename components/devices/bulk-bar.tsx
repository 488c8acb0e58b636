'use client'
import { X } from 'lucide-react'
import type { ReviewKind } from '@/components/review/review-words'
import { Button } from '@/components/ui/button'
import { LazyMenu } from '@/components/ui/lazy-menu'
import type { MenuEntry } from '@/components/ui/menu-popup'
import { number } from '@/components/words/operation-words'
import { type DeviceSelection, selectedCount, selectionWords } from './device-selection'

type Props = {
  selection: DeviceSelection
  total: number
  q: string
  loadedCount: number
  allowed: { stop: boolean; resume: boolean; remove: boolean }
  exportEntry: MenuEntry
  onAct: (kind: ReviewKind) => void
  onSelectMatching: () => void
  onClear: () => void
}

const ON_DARK = 'border-bg/40! bg-transparent! text-bg! hover:bg-bg/15!'

/** What is selected, in words, and what can be done with it. Every act opens its review. */
export function BulkBar({
  selection,
  total,
  q,
  loadedCount,
  allowed,
  exportEntry,
  onAct,
  onSelectMatching,
  onClear,
}: Props) {
  const count = selectedCount(selection, total)
  const more = [...(allowed.remove ? [{ text: 'Remove…', run: () => onAct('remove'), danger: true }] : []), exportEntry]
  // By its text a selection knows who comes later. A phone has no box for all that is loaded: one tick is enough there.
  const widen = selection.mode === 'rows' && (total > selection.ids.size || q.trim() !== '')
  const isAllLoaded = selection.mode === 'rows' && selection.ids.size >= loadedCount
  return (
    <section
      aria-label="Selection"
      className="flex flex-wrap items-center gap-x-3.5 gap-y-2 bg-ink px-4 py-2.5 text-bg forced-colors:border max-sm:-mx-4 sm:absolute sm:bottom-4 sm:left-1/2 sm:z-20 sm:w-max sm:max-w-[calc(100%-2rem)] sm:-translate-x-1/2 sm:flex-nowrap sm:rounded-box sm:shadow-[0_8px_30px_rgb(0_0_0/25%)]"
    >
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-3.5 gap-y-2 max-sm:basis-full">
        <span aria-live="polite" className="min-w-0 wrap-anywhere">
          <b className="font-semibold">{selectionWords(selection, total)}</b>
          {selection.mode === 'matching' && q.trim() !== '' && <span className="mono"> {q}</span>}
        </span>
        {widen && (
          <Button className={`${ON_DARK} ${isAllLoaded ? '' : 'sm:hidden'}`} onClick={onSelectMatching}>
            {q.trim() ? `Take all ${number(total)} matching` : `Take the whole fleet, ${number(total)}`}
          </Button>
        )}
      </div>
      {allowed.resume && (
        <Button className={ON_DARK} onClick={() => onAct('restore')}>
          Restore…
        </Button>
      )}
      <LazyMenu label="More for the selection" entries={more} className={ON_DARK}>
        More
      </LazyMenu>
      {allowed.stop && (
        <Button look="stop" onClick={() => onAct('revoke')}>
          Revoke {number(count)}…
        </Button>
      )}
      <Button className={`border-transparent! px-1.5! ${ON_DARK}`} aria-label="Clear the selection" onClick={onClear}>
        <X aria-hidden className="size-4" />
      </Button>
    </section>
  )
}
