'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { KeyForm } from '@/components/access/key-form'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { isOrgStopped } from '@/components/org/org-stopped'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { ExactTime } from '@/components/time/exact-time'
import { Card } from '@/components/ui/card'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { rotationsQuery } from '@/lib/client/api/rotation/rotation-queries'
import { useNow } from '@/lib/client/state/use-now'
import { lowestRole } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { Rotated, Rotations, RotationView } from '@/lib/domain/wire/rotation'
import { DoneRotation } from './done-rotation'
import { KeyChoice } from './key-choice'
import { KeyUsersCard } from './key-users-card'
import { LostRotation } from './lost-rotation'
import { RotateForm } from './rotate-form'
import { RotationAnswer } from './rotation-answer'
import { hasPreviousEnded, isRecent } from './rotation-words'
import { useRotation } from './use-rotation'

/** A key is in other hands: what to do, in order. @param stop the control of the org's stop, the same as anywhere else. */
export function LeakedPage({ stop }: { stop: ReactNode }) {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const maySee = may(state, 'see-keys')
  const { data, error, refetch } = useQuery({ ...rotationsQuery(org), enabled: maySee })
  return (
    <PageBody title="A key has leaked">
      {!state && (
        <Card>
          <Skeleton rows={8} label="Loading the state of the org" />
        </Card>
      )}
      {state && <StopStep state={state} stop={stop} />}
      {state && !maySee && (
        <p className="text-soft">
          Then call an admin: rotating a key needs the role {lowestRole('administer')}; yours is {state.role}.
        </p>
      )}
      {maySee && error && !data && <FailureNotice what="The rotations" error={error} retry={refetch} />}
      {maySee && !data && !error && (
        <Card>
          <Skeleton rows={4} label="Loading the keys" />
        </Card>
      )}
      {state && maySee && data && <KeySteps org={org} state={state} data={data} />}
    </PageBody>
  )
}

function StopStep({ state, stop }: { state: OrgState; stop: ReactNode }) {
  const isStopped = isOrgStopped(state)
  return (
    <Step nth={1} title="Stop" isDone={isStopped}>
      <p>
        An agent key lets its holder ask as any agent that shares it; the org key lets its holder start what you stop.
        Stop first, and look afterwards.
      </p>
      <div className="flex">{stop}</div>
    </Step>
  )
}

function KeySteps({ org, state, data }: { org: string; state: OrgState; data: Rotations }) {
  const { chosen, choose, lost, underWay, done, made, onDone, forget } = useRotation(org, data)
  const now = useNow()
  const mayRotate = may(state, 'administer')
  const [again, setAgain] = useState(false)
  const watched = done && isRecent(done, now) ? done : undefined
  const rotated = watched && !again && isOfIncident(watched, state, made) ? watched : undefined
  return (
    <>
      <Step
        nth={2}
        title="End the leaked key"
        isDone={rotated !== undefined && hasPreviousEnded(rotated, now) && !lost}
      >
        <p>
          The key is rotated without an overlap: the old one ends as soon as the new one has answered. Agents that still
          have it are denied until you give them the new one.
        </p>
        <p className="text-soft">
          The key of one device alone is ended in the panel of that device.{' '}
          {state.authority.kind === 'machineid' && VENDOR}
        </p>
      </Step>
      <RotationAnswer made={made} underWay={underWay} agentsHoldOrgKey={data.agentsHoldOrgKey} onKept={forget} />
      {lost && <LostRotation key={lost.id} org={org} rotation={lost} onDone={mayRotate ? onDone : undefined} />}
      {!mayRotate && (
        <p className="text-soft">Rotating a key needs the role {lowestRole('administer')}. Call an admin.</p>
      )}
      {mayRotate && !lost && !made?.text && (
        <div className="grid items-start gap-3 lg:grid-cols-2">
          <KeyChoice
            org={org}
            title="Which key has leaked"
            chosen={chosen}
            onChoose={(key) => {
              setAgain(false)
              choose(key)
            }}
          />
          {chosen && rotated && <DoneRotation org={org} rotation={rotated} onAgain={() => setAgain(true)} />}
          {chosen && !rotated && (
            <Card title="Rotate it without an overlap">
              {watched && (
                <p className="px-4 pb-3">
                  This key was rotated last <ExactTime at={watched.requestedAt} /> by {watched.by.name}. If it leaked
                  after that, rotate it again.
                </p>
              )}
              <RotateForm
                key={chosen.keyId}
                org={org}
                chosen={chosen}
                overlapSeconds={0}
                press="End the leaked key"
                onDone={(made) => {
                  setAgain(false)
                  onDone(made)
                }}
              />
            </Card>
          )}
          {state.authority.kind !== 'embedded' && (
            <Card title="If this authority does not rotate keys">
              <div className="flex flex-col gap-2 px-4 pb-4">
                <p className="text-soft">
                  Get a new key where you got the first one, and enter it here. It is tried before it is kept.
                </p>
                <KeyForm org={org} />
              </div>
            </Card>
          )}
        </div>
      )}
      <Step nth={3} title="See who is dark">
        <p>
          Give the new key to the agents, and watch them come back. One that stays dark is named: find out what it is
          before you resume.
        </p>
      </Step>
      {chosen && watched && <KeyUsersCard org={org} chosen={chosen} />}
      <Step nth={4} title="Resume">
        <p>
          Once every agent that should work is back on the new key, resume with the control at step 1. A device that you
          do not know stays revoked: revoke it first.
        </p>
      </Step>
    </>
  )
}

/** A rotation that belongs to what happens now: it was asked for here, or after the stop that is in force. An earlier key is another matter. */
function isOfIncident(rotation: RotationView, state: OrgState, made: Rotated | null): boolean {
  if (rotation.overlapSeconds !== 0) return false
  const stop = isOrgStopped(state) ? state.orgStop : null
  return made?.rotation.id === rotation.id || (stop !== null && rotation.requestedAt >= stop.requestedAt)
}

const VENDOR =
  'machineid.io sends an org key by e-mail to the account that owns it, on request: a mailbox in other hands is a leaked key too.'

function Step({ nth, title, isDone, children }: { nth: number; title: string; isDone?: boolean; children: ReactNode }) {
  return (
    <Card title={`${nth}. ${title}`} aside={isDone && <span className="font-medium text-ok">Done</span>}>
      <div className="flex flex-col gap-2 px-4 pb-4">{children}</div>
    </Card>
  )
}
