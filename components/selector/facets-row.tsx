'use client'
import { useRef } from 'react'
import { Isolated } from '@/components/ids/isolated'
import { isOrgStopped } from '@/components/org/org-stopped'
import { useOrgState } from '@/components/org/use-org'
import { number } from '@/components/words/operation-words'
import { useKeptHeight } from '@/lib/client/browser/use-kept-height'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import { hasValue, toggleValue } from '@/lib/domain/selector/edit'
import type { Facet } from '@/lib/domain/wire/devices'
import { SelectorChips } from './selector-chips'
import type { SelectorText } from './use-selector-text'

const SHOWN_MAX = 8
/** A value longer than this may be cut; then its title says it whole. */
const LONG_CHARS = 24

/** What the view is made of. A press adds `env:prod` to the selector's text, or takes it out. */
export function FacetsRow({
  facets,
  parts,
  selector,
}: {
  facets: Facet[]
  parts: readonly string[]
  selector: SelectorText
}) {
  // The last part differs from device to device; as a facet it is noise.
  const shown = facets.filter(({ name, values }) => values.length > 0 && (parts.length < 2 || name !== parts.at(-1)))
  const lane = useRef<HTMLDivElement>(null)
  useKeptHeight(lane, shown.length > 0 ? selector.q : null)
  return (
    <div
      ref={lane}
      className="fade-end flex min-w-0 gap-x-5 gap-y-0.5 overflow-auto pr-6 text-small text-soft sm:flex-wrap sm:content-start sm:pr-0"
    >
      {/* On a phone its terms lead this lane: a line of their own would push the list down. */}
      <div className="contents sm:hidden">
        <SelectorChips selector={selector} lane />
      </div>
      {shown.map((facet) => (
        <FacetValues key={facet.name} facet={facet} selector={selector} />
      ))}
    </div>
  )
}

function FacetValues({ facet, selector }: { facet: Facet; selector: SelectorText }) {
  const { name, values, truncated } = facet
  const { text, setText } = selector
  const { data: state } = useOrgState()
  const isDenied = name === 'status' && state !== undefined && isOrgStopped(state)
  const shown = values.slice(0, SHOWN_MAX)
  return (
    <div
      role="group"
      aria-label={`By ${name}`}
      className="flex min-w-0 flex-wrap items-center gap-x-0.5 max-sm:shrink-0 max-sm:flex-nowrap"
    >
      <span className="pr-1">{name}</span>
      {shown.map(({ value, count }) => {
        const on = hasValue(text, name, value)
        return (
          <button
            key={value}
            type="button"
            aria-pressed={on}
            onClick={() => setText(toggleValue(text, name, value), true)}
            title={value.length > LONG_CHARS ? isolated(shownId(value)) : undefined}
            className={`touch flex max-w-full items-baseline -outline-offset-2 gap-1 rounded-box px-1.5 py-0.5 whitespace-nowrap hover:bg-hover max-sm:max-w-[70vw] max-sm:items-center ${on ? 'bg-sel' : ''}`}
          >
            <span className={`min-w-0 truncate text-ink ${on ? 'underline underline-offset-4' : ''}`}>
              <Isolated text={shownId(value)} />
            </span>
            <span className="shrink-0">{number(count)}</span>
            {isDenied && value === 'active' && <span className="shrink-0">denied, the org is stopped</span>}
          </button>
        )
      })}
      {(truncated || values.length > SHOWN_MAX) && <span>…</span>}
    </div>
  )
}
