'use client'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { devices } from '@/components/operations/operation-words'
import { Banner } from '@/components/ui/banner'
import { Button, buttonClass } from '@/components/ui/button'
import type { OrgState } from '@/lib/domain/console-api'
import { AcknowledgeButton } from './acknowledge-button'
import { may } from './use-org'

const ReviewDialog = dynamic(
  () => import('@/components/operations/review-dialog').then((module) => module.ReviewDialog),
  { ssr: false },
)

const SELECTOR = 'stop:contradicted'

/** The alarm of every page: something that was stopped is working, or may. */
export function ContradictedBanner({ state }: { state: OrgState }) {
  const [open, setOpen] = useState(false)
  const { alarms, org } = state
  const { contradicted, liftedElsewhere, newestAt } = alarms
  if (contradicted === 0 && liftedElsewhere === 0) return null
  return (
    <>
      <Banner
        kind="alarm"
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
            {contradicted > 0 && may(state, 'stop') && (
              <Button look="danger" size="small" onClick={() => setOpen(true)}>
                Revoke again…
              </Button>
            )}
            {newestAt && may(state, 'stop') && <AcknowledgeButton org={org.slug} until={newestAt} />}
          </>
        }
      >
        {[
          contradicted > 0 && inForce(contradicted),
          liftedElsewhere > 0 && `A stop of ${org.slug} was lifted elsewhere, not by this console.`,
        ]
          .filter(Boolean)
          .join(' ')}
      </Banner>
      {open && <ReviewDialog kind="revoke" target={{ selector: SELECTOR }} onClose={() => setOpen(false)} />}
    </>
  )
}

const inForce = (count: number) =>
  `Contradicted: ${devices(count)} under a stop in force ${count === 1 ? 'is' : 'are'} active again or allowed.`
