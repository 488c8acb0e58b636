'use client'
import { X } from 'lucide-react'
import { Isolated } from '@/components/ids/isolated'
import { isolated } from '@/lib/domain/ids/isolated'
import { removeTerm } from '@/lib/domain/selector/edit'
import type { Term } from '@/lib/domain/selector/term'
import type { SelectorText } from './use-selector-text'

/** The terms of the selector, each of which can be taken out. A second way to edit the same text. `lane`: in one line. */
export function SelectorChips({ selector, lane = false }: { selector: SelectorText; lane?: boolean }) {
  const { text, terms, setText } = selector
  if (terms.length === 0) return null
  return (
    <ul aria-label="Terms" className={`flex gap-1.5 ${lane ? 'shrink-0' : 'flex-wrap'}`}>
      {terms.map((term) => {
        const written = text.slice(term.start, term.end)
        return (
          <li
            key={`${term.start}:${written}`}
            className={`inline-flex items-center rounded-tight bg-hover pl-2 ${lane ? 'whitespace-nowrap' : ''}`}
          >
            <Written term={term} written={written} />
            <button
              type="button"
              aria-label={`Remove ${isolated(written)}`}
              onClick={() => setText(removeTerm(text, term), true)}
              className="inline-flex size-[24px] items-center justify-center rounded-tight text-faint hover:text-ink pointer-coarse:size-[44px]"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function Written({ term, written }: { term: Term; written: string }) {
  const colon = term.kind === 'word' || term.kind === 'segment' || term.kind === 'whole' ? -1 : written.indexOf(':')
  return (
    <bdi dir="ltr" className="mono wrap-anywhere whitespace-pre-wrap">
      <span className={term.negated ? 'text-stop' : 'text-soft'}>{written.slice(0, colon + 1)}</span>
      <Isolated text={written.slice(colon + 1)} />
    </bdi>
  )
}
