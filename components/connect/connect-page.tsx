'use client'
import { useQuery } from '@tanstack/react-query'
import { LogLookup } from '@/components/connect/lookup/log-lookup'
import { FirstSeen } from '@/components/connect/watch/first-seen'
import { OpenRehearsals } from '@/components/connect/watch/open-rehearsals'
import { OrgRehearsal } from '@/components/connect/watch/org-rehearsal'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { AgentKeysCard } from '@/components/keys/agent/agent-keys-card'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { connectQuery } from '@/lib/client/api/connect/connect-queries'
import { withCompanions } from '@/lib/domain/connect/companions'
import { idFault } from '@/lib/domain/connect/id-parts'
import type { ConnectView } from '@/lib/domain/wire/connect'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { BoundariesCard } from './boundaries-card'
import { FilesSection } from './files-section'
import { FrameworkCard } from './framework-card'
import { IdCard } from './id-card'
import { KeyCard } from './key-card'
import { NextSteps } from './next-steps'
import { PlanCard } from './plan-card'
import { type Draft, useConnectDraft } from './use-connect-draft'

/** From no agent to an agent that can be stopped: choices on one side, on the other what is copied for them. */
export function ConnectPage() {
  const org = useOrgSlug()
  const { data: state, error: stateError } = useOrgState()
  const { data, error, refetch } = useQuery(connectQuery(org))
  const draft = useConnectDraft(state?.org.parts ?? [])
  if ((!data && error) || (!state && stateError))
    return <FailureNotice what="The Connect page" error={error ?? stateError} retry={refetch} />
  return (
    <PageBody title="Connect an agent">
      {data && state ? (
        <Sections org={org} view={data} state={state} draft={draft} />
      ) : (
        <Card>
          <Skeleton rows={6} label="Loading the frameworks" />
        </Card>
      )}
    </PageBody>
  )
}

type Props = { org: string; view: ConnectView; state: OrgState; draft: Draft }

/**
 * The order of the page. Once a framework is chosen: on the left what a person decides, on the right what follows from it. The
 * lookup of a log stays last, with or without a choice.
 */
function Sections({ org, view, state, draft }: Props) {
  const { framework, id } = draft
  const of = view.frameworks.find((known) => known.id === framework?.id)
  const { parts } = state.org
  const fault = idFault(id, parts)
  const isChosen = framework !== undefined && of !== undefined
  // As they are in the files: what shares a line with a chosen one comes with it.
  const boundaries = of ? withCompanions(of.boundaries, draft.boundaries) : []
  return (
    <div
      className={`grid items-start gap-3 ${isChosen ? 'lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]' : 'lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]'}`}
    >
      <div className="flex min-w-0 flex-col gap-3">
        <FrameworkCard draft={draft} />
        {isChosen && (
          <>
            <IdCard org={org} parts={parts} suggestions={view.parts} draft={draft} />
            <PlanCard org={org} parts={parts} draft={draft} />
            <BoundariesCard of={of} framework={framework} boundaries={boundaries} onChange={draft.setBoundaries} />
          </>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        {isChosen ? (
          <>
            <KeyCard state={state} />
            <AgentKeysCard org={org} />
            <FilesSection state={state} framework={framework} id={id} fault={fault} boundaries={boundaries} />
            {fault === null && <FirstSeen key={id} org={org} id={id} />}
            {fault === null && <OrgRehearsal key={`org ${id}`} state={state} id={id} framework={framework.id} />}
          </>
        ) : (
          <NextSteps state={state} />
        )}
        <OpenRehearsals org={org} except={isChosen && fault === null ? id : undefined} />
        <LogLookup org={org} />
      </div>
    </div>
  )
}
