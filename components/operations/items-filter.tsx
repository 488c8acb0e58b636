'use client'
import { useEffect, useState } from 'react'
import { KIND_WORDS, NO_OUTCOME, number } from '@/components/words/operation-words'
import { ID_PART_CHARS_MAX } from '@/lib/domain/ids/listed-id'
import type { ItemOutcome, Operation } from '@/lib/domain/operation'

/** What went wrong first. */
export const OUTCOME_ORDER = ['failed', 'unknown', 'refused', 'pending', 'done', 'skipped'] as const

const TAB: Record<ItemOutcome, string> = {
  failed: 'failed',
  unknown: 'not known',
  refused: 'refused',
  pending: NO_OUTCOME,
  done: '',
  skipped: 'skipped',
}
const SETTLE_MS = 250

type Props = {
  operation: Operation
  /** An outcome, or `all`. */
  shown: string
  id: string
  onChange: (change: { outcome?: string; id?: string | null }) => void
}

/** Outcomes as tabs with their counts, and a box for a part of the id. */
export function ItemsFilter({ operation: { kind, outcomes, total }, shown, id, onChange }: Props) {
  const tabs = [...OUTCOME_ORDER.filter((outcome) => outcomes[outcome] > 0 || outcome === shown), 'all' as const]
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 pb-2">
      <div role="group" aria-label="Outcome" className="flex min-w-0 flex-1 gap-1 overflow-x-auto">
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-pressed={tab === shown}
            onClick={() => onChange({ outcome: tab })}
            className={`touch rounded-box px-2.5 py-1 whitespace-nowrap ${tab === shown ? 'bg-hover font-medium' : 'text-soft hover:text-ink'}`}
          >
            {tab === 'all' ? 'All' : TAB[tab] || KIND_WORDS[kind].done} {number(tab === 'all' ? total : outcomes[tab])}
          </button>
        ))}
      </div>
      <IdBox id={id} onChange={(next) => onChange({ id: next || null })} />
    </div>
  )
}

/** Its text runs ahead of the URL by a fraction of a second. */
function IdBox({ id, onChange }: { id: string; onChange: (id: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  useEffect(() => {
    if (draft === null) return
    if (draft === id) return setDraft(null)
    const timer = setTimeout(() => onChange(draft), SETTLE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <input
      type="search"
      aria-label="Part of the id"
      placeholder="Part of the id"
      value={draft ?? id}
      onChange={(event) => setDraft(event.target.value)}
      spellCheck={false}
      autoCapitalize="off"
      maxLength={ID_PART_CHARS_MAX}
      className="touch mono w-full rounded-box border border-edge bg-panel px-2 py-1 sm:w-52"
    />
  )
}
