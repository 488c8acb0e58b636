'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { deviceQuery } from '@/lib/client/api/device-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useAct } from '@/lib/client/api/use-act'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { Rehearsal } from '@/lib/domain/wire/rehearsals'
import { Milestone } from './milestone'
import { OrgDenial } from './org-denial'
import { RestoreRehearsed } from './restore-rehearsed'

type Props = {
  state: OrgState
  id: string
  registered: readonly string[]
  under: Rehearsal | undefined
  mayBegin: boolean
}

/** Register, disable, denial with its time, enable: what is under way is read from the server, so a page that was closed goes on. */
export function OrgRehearsalSteps({ state, id, registered, under, mayBegin }: Props) {
  const org = state.org.slug
  const { data: detail } = useQuery(deviceQuery(org, id))
  const act = useAct(org)
  const [passed, setPassed] = useState<string | null>(null)
  const isOwn = registered.includes(id)
  const isForeign = detail !== undefined && !isOwn
  const isSeen = detail?.device.lastValidatedAt != null
  const isStopped = state.execution.state === 'disabled'
  const press = (text: string, command: Parameters<typeof act.mutate>[0]) => (
    <Button className="mt-1" disabled={act.isPending} onClick={() => act.mutate(command)}>
      {act.isPending ? 'Sending…' : text}
    </Button>
  )
  if (!mayBegin && !under)
    return (
      <p className="text-soft">
        This is a throwaway org. A stop of it is rehearsed by an admin of the deployment who is admin of it too.
      </p>
    )
  return (
    <>
      <ol className="flex flex-col gap-3">
        <Milestone
          state={isOwn ? 'done' : isForeign ? 'wrong' : 'next'}
          title={isOwn ? 'Registered for the rehearsal' : 'Register this id for the rehearsal'}
        >
          {isForeign ? (
            'It is registered already, and not by a rehearsal. Remove it, or choose another id.'
          ) : isOwn ? null : (
            <>
              <p>
                Before its agent starts: on this org only devices that a rehearsal registered may be stopped by one.
              </p>
              {mayBegin && press('Register it', { kind: 'register', target: { ids: [id] }, rehearsal: true })}
            </>
          )}
        </Milestone>
        <Milestone
          state={isSeen ? 'done' : isOwn ? 'next' : 'later'}
          title={isSeen ? 'Its agent validates' : 'Start its agent'}
        >
          {isOwn && !isSeen && 'With the files above and the agent key of this org.'}
        </Milestone>
        {under ? (
          <>
            <Milestone state="done" title="Disabled for the rehearsal">
              By <bdi>{under.by.name}</bdi>. Every device of this org is denied.
            </Milestone>
            {detail && isSeen && <OrgDenial detail={detail} since={state.execution.changedAt} />}
            <Milestone state="next" title="Enable the org again">
              <RestoreRehearsed
                org={org}
                operationId={under.operationId}
                ofOrg
                look="strong"
                onRestored={(stays) => setPassed(stays ?? 'The org works again.')}
              />
            </Milestone>
          </>
        ) : (
          <Milestone
            state={passed ? 'done' : isSeen && isOwn ? 'next' : 'later'}
            title={passed ? 'Rehearsed' : 'Disable the org, and watch'}
          >
            {passed && <p role="status">{passed}</p>}
            {isStopped && !passed && 'The org is stopped now, so there is nothing to rehearse.'}
            {isSeen &&
              isOwn &&
              !isStopped &&
              press(passed ? 'Rehearse again' : 'Disable this org, and watch', {
                kind: 'disable',
                reason: 'Rehearsal',
                rehearsal: true,
              })}
          </Milestone>
        )}
      </ol>
      {act.error && (
        <p role="alert" className="wrap-anywhere text-wait">
          {errorDetail(act.error)}
        </p>
      )}
    </>
  )
}
