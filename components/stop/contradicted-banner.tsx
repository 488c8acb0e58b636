'use client'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { may } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Banner } from '@/components/ui/banner'
import { Button, buttonClass } from '@/components/ui/button'
import { alarmSentence } from '@/components/words/alarm-sentence'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { AcknowledgeButton } from './acknowledge-button'
import { askStop } from './stop-dialog-state'

const ReviewDialog = dynamic(() => import('@/components/review/review-dialog').then((module) => module.ReviewDialog), {
  ssr: false,
})

const SELECTOR = 'stop:contradicted'

/** The alarm of every page: something that was stopped is working, or may; or a wrong device was changed. The announcer says it, so this does not. */
export function ContradictedBanner({ state }: { state: OrgState }) {
  const [open, setOpen] = useState(false)
  const { alarms, org } = state
  const { contradicted, liftedElsewhere, refusedStops, twinChanged, newestAt } = alarms
  const sentence = alarmSentence(state)
  if (sentence === null) return open ? <Review onClose={() => setOpen(false)} /> : null
  return (
    <>
      <Banner
        kind="alarm"
        announce={false}
        action={
          <>
            {contradicted > 0 && (
              <Link
                href={`/${org.slug}/devices?q=${encodeURIComponent(SELECTOR)}`}
                prefetch={false}
                className={buttonClass('plain', 'small')}
              >
                Show them
              </Link>
            )}
            {refusedStops > 0 && (
              <Link href={`/${org.slug}/operations`} prefetch={false} className={buttonClass('plain', 'small')}>
                Show operations
              </Link>
            )}
            {twinChanged > 0 && (
              <Link
                href={`/${org.slug}/activity?kind=twin.changed`}
                prefetch={false}
                className={buttonClass('plain', 'small')}
              >
                Which ones
              </Link>
            )}
            {contradicted > 0 && may(state, 'stop') && (
              <Button look="danger" size="small" onClick={() => setOpen(true)}>
                Revoke again…
              </Button>
            )}
            {liftedElsewhere > 0 && may(state, 'stop') && (
              <Button look="danger" size="small" onClick={askStop}>
                Stop again…
              </Button>
            )}
            {newestAt && may(state, 'stop') && <AcknowledgeButton org={org.slug} until={newestAt} />}
          </>
        }
      >
        {sentence}
        {newestAt && (
          <span className="font-normal">
            {' '}
            Newest: <Ago at={newestAt} />.
          </span>
        )}
      </Banner>
      {open && <Review onClose={() => setOpen(false)} />}
    </>
  )
}

const Review = ({ onClose }: { onClose: () => void }) => (
  <ReviewDialog kind="revoke" target={{ selector: SELECTOR }} onClose={onClose} />
)
