'use client'
import { Isolated } from '@/components/ids/isolated'
import { number } from '@/components/words/operation-words'
import { shownId } from '@/lib/domain/ids/shown-id'
import { hasValue, toggleValue } from '@/lib/domain/selector/edit'
import type { Facet } from '@/lib/domain/wire/devices'
import type { SelectorText } from './use-selector-text'

const SHOWN_MAX = 8

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
  return (
    <div className="fade-end flex min-w-0 gap-x-5 gap-y-0.5 overflow-x-auto pr-6 text-small text-soft sm:flex-wrap sm:overflow-visible sm:pr-0">
      {shown.map((facet) => (
        <FacetValues key={facet.name} facet={facet} selector={selector} />
      ))}
    </div>
  )
}

function FacetValues({ facet, selector }: { facet: Facet; selector: SelectorText }) {
  const { name, values, truncated } = facet
  const { text, setText } = selector
  const shown = values.slice(0, SHOWN_MAX)
  return (
    <div
      role="group"
      aria-label={`By ${name}`}
      className="flex shrink-0 flex-wrap items-center gap-x-0.5 max-sm:flex-nowrap"
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
            className={`touch rounded-box px-1.5 py-0.5 whitespace-nowrap hover:bg-hover ${on ? 'bg-sel' : ''}`}
          >
            <span className={on ? 'font-semibold text-ink underline underline-offset-4' : 'text-ink'}>
              <Isolated text={shownId(value)} />
            </span>{' '}
            {number(count)}
          </button>
        )
      })}
      {(truncated || values.length > SHOWN_MAX) && <span>…</span>}
    </div>
  )
}
