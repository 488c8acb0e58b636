'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { WordHelp } from '@/components/glossary/word-help'
import { AgentKeysCard } from '@/components/keys/agent/agent-keys-card'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { keyPolicyQuery } from '@/lib/client/api/connect/device-key-queries'
import { authorityAtStart } from '@/lib/domain/authority-name'
import { lowestRole } from '@/lib/domain/policy'
import { IdBlocksCard } from './id-blocks-card'
import { PolicyCard } from './policy-card'
import { UnkeyedCard } from './unkeyed-card'

/** Which keys the agents of an org validate with, and the acts that change it. `children`: other cards about keys. */
export function KeysPage({ children }: { children?: ReactNode }) {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const { data, error, isPending, refetch } = useQuery(keyPolicyQuery(org))
  const mayChange = may(state, 'administer')
  const hasKeys = data?.offered && data.policy !== 'shared'
  return (
    <PageBody
      title={
        <span className="inline-flex items-center gap-0.5">
          Keys
          <WordHelp words={['agent key, org key', 'enrolment key']} />
        </span>
      }
    >
      {state && !mayChange && (
        <p className="text-soft">
          You can see how keys are used. Changing that needs the role {lowestRole('administer')}; yours is {state.role}.
        </p>
      )}
      {isPending && (
        <Card>
          <Skeleton rows={6} label="Loading the keys" />
        </Card>
      )}
      {error && !data && <FailureNotice what="The keys" error={error} retry={refetch} />}
      {error && data && <OldDataNote error={error} />}
      {data && !data.offered && (
        <Card>
          <Notice title="No keys of devices here">
            {authorityAtStart(data.authority)} does not offer device keys: agents share the key of the org, and a
            confirmation is reported, not proven. The embedded authority has them.
          </Notice>
        </Card>
      )}
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-3">
          {data?.offered && <PolicyCard org={org} view={data} mayChange={mayChange} />}
          {hasKeys && <AgentKeysCard org={org} use="enrolment" />}
          {children}
        </div>
        {hasKeys && (
          <div className="flex min-w-0 flex-col gap-3">
            <UnkeyedCard org={org} isDenied={data.policy === 'per-device'} mayChange={mayChange} />
            <IdBlocksCard org={org} mayChange={mayChange} />
          </div>
        )}
      </div>
    </PageBody>
  )
}
