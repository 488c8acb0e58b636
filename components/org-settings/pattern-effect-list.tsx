import { Isolated } from '@/components/ids/isolated'
import { viewHref } from '@/lib/client/api/hygiene-query'
import type { PatternEffect, PatternEffects } from '@/lib/domain/wire/org-settings'
import { changeSentence, effectsTitle, hiddenSentence } from './pattern-words'

/** The views and notes that other parts of ids would change, each with what becomes of it. */
export function PatternEffectList({ org, effects: all }: { org: string; effects: PatternEffects }) {
  const { effects, hiddenViews } = all
  if (effects.length + hiddenViews === 0) return <p className="text-soft">{effectsTitle(all)}</p>
  return (
    <div className="flex flex-col gap-1.5 rounded-box border border-wait px-3 py-2">
      <p className="font-medium text-wait">{effectsTitle(all)}</p>
      {effects.length > 0 && (
        <ul aria-label="Views and notes that change" className="flex max-h-80 flex-col gap-2 overflow-y-auto">
          {effects.map((effect) => (
            <li key={effect.id}>
              <Effect org={org} effect={effect} />
            </li>
          ))}
        </ul>
      )}
      {hiddenViews > 0 && <p className="text-soft">{hiddenSentence(hiddenViews)}</p>}
      <p className="text-soft">Links to selectors that people sent before keep their text.</p>
    </div>
  )
}

/** In a tab of its own: what is typed here stays. */
function Effect({ org, effect: { kind, id, name, selector, change } }: { org: string; effect: PatternEffect }) {
  return (
    <>
      <a
        href={kind === 'view' ? viewHref(org, selector) : `/${org}/notes#note-${id}`}
        target="_blank"
        rel="noopener"
        className="font-medium underline underline-offset-2 inline-flex items-center gap-1 pointer-coarse:min-h-11"
      >
        {kind === 'view' ? 'View' : name === '' ? 'Note' : 'Note of'}
        <bdi className="wrap-anywhere">{name}</bdi>
        <span className="sr-only"> (opens a tab)</span>
      </a>
      <span className="block">
        <Isolated text={selector} className="mono whitespace-pre-wrap wrap-anywhere" />
      </span>
      <span className="block text-soft">{changeSentence(change)}</span>
    </>
  )
}
