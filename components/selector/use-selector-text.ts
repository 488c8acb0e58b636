import { useEffect, useState } from 'react'
import { useUrlState } from '@/lib/client/browser/use-url-state'
import { parseSelector } from '@/lib/domain/selector/parse'
import type { SelectorError, Term } from '@/lib/domain/selector/term'

const SETTLE_MS = 180

export type SelectorText = {
  /** The text in the box. */
  text: string
  /** The text in the URL, which the list was read for; follows `text` once typing rests. */
  q: string
  terms: Term[]
  /** Part names of the org's id pattern. */
  parts: readonly string[]
  error: SelectorError | null
  /** `now` skips the wait, for chips and facets. */
  setText: (text: string, now?: boolean) => void
}

/** The selector of the page. Its truth is the text in the URL; the box runs ahead of it by a fraction of a second. */
export function useSelectorText(parts: readonly string[]): SelectorText {
  const [params, write] = useUrlState()
  const q = params.get('q') ?? ''
  const [draft, setDraft] = useState<string | null>(null)
  const text = draft ?? q
  useEffect(() => {
    if (draft === null) return
    // Only this text has arrived: one that was typed after it may be on its way, and stays.
    if (draft === q) return setDraft((newest) => (newest === q ? null : newest))
    const timer = setTimeout(() => write({ q: draft }), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [draft, q, write])
  const parsed = parseSelector(text, { parts })
  return {
    text,
    q,
    parts,
    terms: parsed.ok ? parsed.terms : [],
    error: parsed.ok ? null : parsed.error,
    setText: (next, now = false) => {
      setDraft(next)
      if (now) write({ q: next })
    },
  }
}
