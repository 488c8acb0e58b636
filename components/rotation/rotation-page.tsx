'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { rotationsQuery } from '@/lib/client/api/rotation/rotation-queries'
import { useNow } from '@/lib/client/state/use-now'
import { lowestRole } from '@/lib/domain/policy'
import type { Rotations } from '@/lib/domain/wire/rotation'
import { Consequences } from './consequences'
import { DoneRotation } from './done-rotation'
import { KeyChoice } from './key-choice'
import { KeyUsersCard } from './key-users-card'
import { LostRotation } from './lost-rotation'
import { OwnKeyNote } from './own-key-note'
import { RotateForm } from './rotate-form'
import { RotationAnswer } from './rotation-answer'
import { isRecent } from './rotation-words'
import { useRotation } from './use-rotation'

/** A key is replaced by a new one: who is concerned, the new key once, and who comes back on it. */
export function RotationPage() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const maySee = may(state, 'see-keys')
  const { data, error, refetch } = useQuery({ ...rotationsQuery(org), enabled: maySee })
  return (
    <PageBody
      title="Rotate a key"
      aside={
        <Link href={`/${org}/keys/leaked`} className="touch inline-flex items-center text-stop underline">
          A key has leaked
        </Link>
      }
    >
      {state && !maySee && (
        <p className="text-soft">
          Keys are for people with the role {lowestRole('see-keys')} or above; yours is {state.role}.
        </p>
      )}
      {(!state || (maySee && !data && !error)) && (
        <Card>
          <Skeleton rows={6} label="Loading the keys" />
        </Card>
      )}
      {maySee && error && !data && <FailureNotice what="The rotations" error={error} retry={refetch} />}
      {maySee && error && data && <OldDataNote error={error} />}
      {maySee && data && <Sections org={org} data={data} mayRotate={may(state, 'administer')} />}
    </PageBody>
  )
}

type Props = { org: string; data: Rotations; mayRotate: boolean }

function Sections({ org, data, mayRotate }: Props) {
  const { chosen, choose, lost, underWay, done, made, onDone, forget } = useRotation(org, data)
  const [again, setAgain] = useState(false)
  const now = useNow()
  const isFollowed = done !== undefined && isRecent(done, now) && !again
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <KeyChoice
          org={org}
          title="Which key"
          chosen={chosen}
          onChoose={(key) => {
            setAgain(false)
            choose(key)
          }}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <RotationAnswer made={made} underWay={underWay} agentsHoldOrgKey={data.agentsHoldOrgKey} onKept={forget} />
        {mayRotate && !lost && <OwnKeyNote org={org} />}
        {lost && <LostRotation key={lost.id} org={org} rotation={lost} onDone={mayRotate ? onDone : undefined} />}
        {chosen && isFollowed && (
          <>
            <DoneRotation org={org} rotation={done} onAgain={mayRotate ? () => setAgain(true) : undefined} />
            <KeyUsersCard org={org} chosen={chosen} />
          </>
        )}
        {chosen && !isFollowed && !lost && (
          <>
            <Consequences org={org} chosen={chosen} agentsHoldOrgKey={data.agentsHoldOrgKey} />
            <Card title="Rotate">
              {mayRotate && !made?.text && (
                <RotateForm
                  key={chosen.keyId}
                  org={org}
                  chosen={chosen}
                  press="Rotate the key"
                  onDone={(rotated) => {
                    setAgain(false)
                    onDone(rotated)
                  }}
                />
              )}
              {mayRotate && made?.text && <p className="px-4 pb-4 text-soft">First keep the new key above.</p>}
              {!mayRotate && (
                <p className="px-4 pb-4 text-soft">Rotating a key needs the role {lowestRole('administer')}.</p>
              )}
            </Card>
          </>
        )}
        {!chosen && !lost && <p className="px-1 py-2 text-soft">Choose a key to see which devices use it.</p>}
      </div>
    </div>
  )
}
