'use client'
import Link from 'next/link'
import { Ago } from '@/components/time/ago'
import { Banner } from '@/components/ui/banner'
import { buttonClass } from '@/components/ui/button'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** A fence that is in force and whose reminder is due. */
export function FenceDueBanner({ state }: { state: OrgState }) {
  const due = state.fences?.due
  if (!due) return null
  const { operationId, selector, remindAt } = due
  return (
    <Banner
      kind="notice"
      action={
        <Link
          href={`/${state.org.slug}/operations/${operationId}`}
          prefetch={false}
          className={buttonClass('plain', 'small')}
        >
          Open the fence
        </Link>
      }
    >
      The reminder of the fence <span className="whole-id">{selector || 'of the whole fleet'}</span> was due{' '}
      <Ago at={remindAt} />. <span className="font-normal">It stays until a person lifts or ends it.</span>
    </Banner>
  )
}
