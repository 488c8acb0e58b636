'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { Button, buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { newOrgQuery, useAddOrg } from '@/lib/client/api/all-orgs/org-admin'
import { errorDetail } from '@/lib/client/api/error-detail'
import { mintId } from '@/lib/client/api/mint-id'
import { queryPath } from '@/lib/client/api/query-path'
import { KEY_NAME } from '@/lib/domain/connect/frameworks'
import { throwawayOrgOf } from '@/lib/domain/people/throwaway'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** Enough for a rehearsal, and too few for anything else. */
const DEVICES = 5

/** Makes an org of the embedded authority for rehearsals alone, with an agent key that is shown this once. */
export function MakeThrowaway({ state, id, framework }: { state: OrgState; id: string; framework: string }) {
  const { data: offer } = useQuery(newOrgQuery())
  const signIn = useRecentSignIn()
  const add = useAddOrg()
  const [orgId] = useState(mintId)
  const made = add.data
  if (offer && !offer.embedded)
    return (
      <p className="text-soft">
        It is rehearsed on an org made for it. This console has no admin key of its authority (AUTHORITY_ADMIN_KEY), so
        it cannot make one.
      </p>
    )
  if (made)
    return (
      <>
        <p role="status">
          <b className="font-medium">{made.name}</b> is there. {made.agentKey && 'Its agent key is shown this once:'}
        </p>
        {made.agentKey && (
          <div className="flex items-center justify-between gap-2">
            <code className="min-w-0 font-mono break-all select-all">
              {KEY_NAME}={made.agentKey}
            </code>
            <CopyButton text={`${KEY_NAME}=${made.agentKey}`} label="Copy the line with the agent key" />
          </div>
        )}
        {/* A whole load: the pages of an org that was just added are read as a person who opens them reads them. */}
        <a
          href={queryPath(`/${made.slug}/connect`, { framework, id })}
          className={buttonClass('strong', 'normal', 'self-start')}
        >
          Go on in {made.slug}
        </a>
      </>
    )
  const make = () => {
    if (!offer) return
    const at = { kind: 'embedded', deviceLimit: DEVICES, throwaway: true } as const
    const org = { id: orgId, idPattern: state.org.idPattern, at, ...throwawayOrgOf(state.org, offer.taken) }
    // What went wrong is shown below.
    return signIn.run(() => add.mutateAsync(org)).catch(() => null)
  }
  return (
    <>
      <p className="text-soft">
        It is rehearsed on an org made for it, with devices of its own, so that nothing that works is stopped. The
        server refuses it on any other org.
      </p>
      <PasswordField signIn={signIn} />
      {add.error && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(add.error)}
        </p>
      )}
      <Button className="self-start" disabled={!offer || !signIn.ready || add.isPending} onClick={make}>
        {add.isPending ? 'Making it…' : 'Make a throwaway org'}
      </Button>
    </>
  )
}
