import type { ReactNode } from 'react'
import { allOrgs, stoppedState } from './plain-words'
import type { StopCard } from './stop-card-types'
import { StopConfirm, StopConfirmAll } from './stop-confirm'

/** Opens the confirm in the page; a browser that knows no popovers shows a link to a page of its own instead. */
export function Press({ card, blocked, single = false }: { card: StopCard; blocked: boolean; single?: boolean }) {
  const { slug, name } = card
  if (blocked || card.wiring.some((wire) => wire.blocks)) return null
  const again = stoppedState(card) !== 'no'
  const label = again ? `Stop ${name} again` : `Stop ${name}`
  return (
    <Opener
      id={`confirm-${slug}`}
      label={label}
      words={again && !single ? 'Stop again' : label}
      href={`/stop/${slug}`}
      look={stoppedState(card) === 'sure' ? 'ghost' : 'big'}
    >
      {(cancel) => <StopConfirm card={card} cancel={cancel} />}
    </Opener>
  )
}

/** Only where it saves presses, and then always in sight: the list of orgs scrolls above it. `leftOut`: orgs that the person sees and may not stop. */
export function PressAll({ cards, leftOut }: { cards: StopCard[]; leftOut: StopCard[] }) {
  if (cards.length < 2) return null
  const states = cards.map(stoppedState)
  const label = `Stop ${allOrgs(cards.length)}${states.includes('no') ? '' : ' again'}`
  return (
    <>
      <div className="grow" />
      <div className="foot">
        <span className="soft">Nothing stops before you confirm.</span>
        <Opener
          id="confirm--all"
          label={label}
          words={label}
          href="/stop?all"
          look={states.every((state) => state === 'sure') ? 'ghost' : 'big'}
        >
          {(cancel) => <StopConfirmAll cards={cards} leftOut={leftOut} cancel={cancel} />}
        </Opener>
      </div>
    </>
  )
}

type OpenerProps = {
  id: string
  label: string
  words: string
  href: string
  look: 'big' | 'ghost'
  children: (cancel: ReactNode) => ReactNode
}

function Opener({ id, label, words, href, look, children }: OpenerProps) {
  return (
    <>
      <button className={`${look} press`} type="button" popoverTarget={id} aria-label={label}>
        {words}
      </button>
      <a className="ghost press fallback" href={href} aria-label={`${label}…`}>
        {words}…
      </a>
      <div popover="auto" id={id}>
        <div className="page">
          {children(
            // biome-ignore lint/a11y/noAutofocus: focus starts on Cancel, so that a stray Enter stops nothing
            <button className="ghost stay" type="button" popoverTarget={id} popoverTargetAction="hide" autoFocus>
              Cancel
            </button>,
          )}
        </div>
      </div>
    </>
  )
}
