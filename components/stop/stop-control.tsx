'use client'
import { Square } from 'lucide-react'
import { isOrgStopped } from '@/components/org/org-stopped'
import { may, useOrgName, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { orgStateWords } from '@/components/words/org-state-words'
import { lowestRole } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { askResume, askStop } from './stop-dialog-state'
import { loadResume } from './stop-dialogs'
import { StopNote } from './stop-note'

/**
 * Stop while agents may work; once a stop holds, who pressed it, how far it got, and Resume…. Where that is not certain
 * (an alarm, an old reading) Stop stays in reach beside it. `big` is the one in the thumb's reach.
 */
export function StopControl({ big = false }: { big?: boolean }) {
  const name = useOrgName()
  const { data: state } = useOrgState()
  const size = big ? 'big' : 'normal'
  const stopped = state !== undefined && isOrgStopped(state)
  const sure = stopped && orgStateWords(state).tone === 'stopped'
  return (
    <div className={big ? 'flex w-full flex-col gap-2' : 'flex items-center gap-3'}>
      {state && <StopNote state={state} className={big ? 'py-1' : 'max-w-72 text-right max-lg:hidden xl:max-w-md'} />}
      {state && !may(state, 'stop') ? (
        <span className="text-small text-soft">
          Stopping needs the role {lowestRole('stop')}; yours is {state.role}.
        </span>
      ) : (
        <div className={big ? 'flex gap-2' : 'contents'}>
          {stopped && <Resume state={state} size={size} beside={!sure} />}
          {!sure && (
            // Without a script, or before it runs, the same press leads to the plain stop page.
            <form action="/stop" method="get" className={big ? 'flex min-w-0 flex-1' : 'contents'}>
              <Button
                type="submit"
                look="stop"
                size={size}
                onClick={(event) => {
                  event.preventDefault()
                  askStop()
                }}
              >
                <Square aria-hidden className="size-3.5 shrink-0 fill-current" />
                <span className={`truncate ${big ? '' : 'max-w-56'}`}>
                  Stop <bdi>{name}</bdi>
                </span>
              </Button>
            </form>
          )}
        </div>
      )}
    </div>
  )
}

/** `beside`: Stop is next to it, and is the bigger one. */
function Resume({ state, size, beside }: { state: OrgState; size: 'big' | 'normal'; beside: boolean }) {
  if (!may(state, 'resume'))
    return <span className="self-center text-small text-soft">Resuming needs the role {lowestRole('resume')}.</span>
  return (
    <Button
      size={size}
      className={beside ? 'w-auto!' : ''}
      onPointerEnter={loadResume}
      onFocus={loadResume}
      onClick={askResume}
    >
      Resume…
    </Button>
  )
}
