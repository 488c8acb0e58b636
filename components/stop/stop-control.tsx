'use client'
import { Square } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { OrgState } from '@/lib/domain/console-api'
import { lowestRole } from '@/lib/domain/policy'
import { orgStateWords } from './org-state-words'
import { loadResume } from './stop-dialogs'
import { stopOpen } from './stop-open'
import { may, useOrgSlug, useOrgState } from './use-org'

/** Stop while agents may work, Resume… once a stop holds. `big` is the one in the thumb's reach. */
export function StopControl({ big = false }: { big?: boolean }) {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const size = big ? 'big' : 'normal'
  if (state && !may(state, 'stop')) {
    return (
      <span className="text-[13px] text-soft">
        Stopping needs the role {lowestRole('stop')}; yours is {state.role}.
      </span>
    )
  }
  const held = isHeld(state)
  return (
    <>
      {held && state && <Resume state={state} size={size} />}
      {(!held || orgStateWords(state).tone === 'alarm') && (
        // Without a script, or before it runs, the same press leads to the plain stop page.
        <form action="/stop" method="get" className={big ? 'flex flex-1' : 'contents'}>
          <Button
            type="submit"
            look="stop"
            size={size}
            onClick={(event) => {
              event.preventDefault()
              stopOpen.set('stop')
            }}
          >
            <Square aria-hidden className="size-3.5 fill-current" />
            Stop {org}
          </Button>
        </form>
      )}
    </>
  )
}

const isHeld = (state: OrgState | undefined) =>
  state?.execution.state === 'disabled' ||
  (state?.execution.state === 'unsupported' && state.orgStop?.status === 'accepted')

function Resume({ state, size }: { state: OrgState; size: 'big' | 'normal' }) {
  if (!may(state, 'resume')) {
    return (
      <Button size={size} disabled>
        Resuming needs the role {lowestRole('resume')}
      </Button>
    )
  }
  return (
    <Button size={size} onPointerEnter={loadResume} onFocus={loadResume} onClick={() => stopOpen.set('resume')}>
      Resume…
    </Button>
  )
}
