'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { may } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { stateTermOf } from '@/lib/domain/selector/state-term-of'
import type { OrgState } from '@/lib/domain/wire/org-state'

const PlaceFenceDialog = dynamic(() => import('./place-fence-dialog').then((module) => module.PlaceFenceDialog), {
  ssr: false,
})

/** For a selector that nothing matches yet: a device that matches later never works. Says why if the text cannot be a fence. */
export function PlaceFenceButton({ state, selector }: { state: OrgState; selector: string }) {
  const [open, setOpen] = useState(false)
  if (!may(state, 'stop')) return null
  const term = stateTermOf(selector, state.org.parts)
  if (term)
    return (
      <p className="basis-full text-small text-soft wrap-anywhere">
        A fence of it cannot be placed: it looks at ids alone, and <span className="mono text-ink">{term.text}</span>{' '}
        changes with time.
      </p>
    )
  return (
    <>
      <Button onClick={() => setOpen(true)}>Place a fence…</Button>
      {open && <PlaceFenceDialog org={state.org.slug} selector={selector} onClose={() => setOpen(false)} />}
    </>
  )
}
