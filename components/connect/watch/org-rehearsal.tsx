'use client'
import { useQuery } from '@tanstack/react-query'
import { Card } from '@/components/ui/card'
import { rehearsalsQuery } from '@/lib/client/api/operation-queries'
import { orgListQuery } from '@/lib/client/api/org-queries'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { MakeThrowaway } from './make-throwaway'
import { OrgRehearsalSteps } from './org-rehearsal-steps'

type Props = { state: OrgState; id: string; framework: string }

/**
 * The stop of a whole org, rehearsed on an org that was made for it. Elsewhere it offers to make one, to who may; nothing where there is
 * nothing to offer.
 */
export function OrgRehearsal({ state, id, framework }: Props) {
  const org = state.org.slug
  const { data } = useQuery(rehearsalsQuery(org))
  const { data: list } = useQuery(orgListQuery())
  const isDeploymentAdmin = list?.me.deploymentAdmin ?? false
  if (!data) return null
  if (data.throwaway === null && !isDeploymentAdmin) return null
  return (
    <Card title="Rehearse a stop of the whole org">
      <div className="flex flex-col gap-3 px-4 pb-4">
        {data.throwaway ? (
          <OrgRehearsalSteps
            state={state}
            id={id}
            registered={data.throwaway.registered}
            under={data.rehearsals.find(({ deviceId }) => deviceId === null)}
            mayBegin={isDeploymentAdmin && state.role === 'admin'}
          />
        ) : (
          <MakeThrowaway state={state} id={id} framework={framework} />
        )}
      </div>
    </Card>
  )
}
