'use client'
import { Search, X } from 'lucide-react'
import { type RefObject, startTransition, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import { SelectorChips } from './selector-chips'
import { type PointedError, SelectorErrorLine } from './selector-error-line'
import type { SelectorText } from './use-selector-text'

/** The selector as text, with its count beside it, its fault below it, and its terms as chips. */
export function SearchBox({
  selector,
  error,
  count,
  input,
  onDown,
}: {
  selector: SelectorText
  error: PointedError | null
  count: string
  input: RefObject<HTMLInputElement | null>
  onDown: () => void
}) {
  const id = useId()
  const { text, setText } = selector
  // What is typed is in the box at once; the page around it follows when it has time, and never holds up the next key.
  const [typed, setTyped] = useState<string | null>(null)
  const type = (next: string) => {
    setTyped(next)
    startTransition(() => {
      setText(next)
      setTyped(null)
    })
  }
  const clear = () => {
    setTyped(null)
    setText('', true)
  }
  const written = typed ?? text
  return (
    <div role="search" aria-label="Devices" className="flex flex-col gap-1.5">
      <div
        className={`flex items-center gap-2 rounded-box border bg-panel pr-1.5 pl-3 focus-within:outline-2 focus-within:outline-focus ${error ? 'border-stop' : 'border-edge'}`}
      >
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <input
          ref={input}
          type="text"
          dir="ltr"
          aria-label="Selector"
          aria-describedby={`${id}-count`}
          aria-invalid={error ? true : undefined}
          aria-errormessage={error ? `${id}-error` : undefined}
          aria-keyshortcuts="/"
          placeholder="env:prod role:tool-*"
          value={written}
          maxLength={SELECTOR_CHARS_MAX}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault()
              onDown()
            } else if (event.key === 'Escape') {
              if (written) clear()
              else event.currentTarget.blur()
            }
          }}
          className="mono touch min-w-0 flex-1 bg-transparent py-2 outline-none max-sm:text-lead"
        />
        <span id={`${id}-count`} aria-live="polite" className="shrink-0 text-soft">
          {count}
        </span>
        {written && (
          <Button look="quiet" size="small" aria-label="Clear the selector" onClick={clear}>
            <X aria-hidden className="size-4" />
          </Button>
        )}
      </div>
      {/* As high without a term as with some: the list below does not move while one is typed. */}
      <div className="min-h-[24px] max-sm:contents pointer-coarse:min-h-[44px]">
        {error ? (
          <SelectorErrorLine id={`${id}-error`} text={text} error={error} />
        ) : selector.terms.length > 0 ? (
          <div className="max-sm:hidden">
            <SelectorChips selector={selector} />
          </div>
        ) : (
          <p className="px-1 py-0.5 text-small text-faint max-sm:hidden">
            Terms side by side must all hold. <kbd className="mono">?</kbd> shows every kind of term.
          </p>
        )}
      </div>
    </div>
  )
}
