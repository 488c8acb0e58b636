'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { KeyForm } from '@/components/access/key-form'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { orgSettingsQuery } from '@/lib/client/api/all-orgs/org-admin'
import { rotationHref } from '@/lib/client/api/rotation/rotation-href'
import { lowestRole } from '@/lib/domain/policy'
import type { OrgSettings } from '@/lib/domain/wire/org-settings'
import { RemoveOrg } from './remove-org'
import { SettingsForm } from './settings-form'

/** What an org is: its name, the parts of its ids, what its stop page says, its key, its end. */
export function SettingsPage() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const mayChange = may(state, 'administer')
  const { data, error, refetch } = useQuery({ ...orgSettingsQuery(org), enabled: mayChange })
  return (
    <PageBody title="Settings">
      {state && !mayChange && (
        <p className="text-soft">
          The settings of this org are for people with the role {lowestRole('administer')}; yours is {state.role}.
        </p>
      )}
      {(!state || (mayChange && !data && !error)) && <Skeleton rows={8} label="Loading the settings" />}
      {mayChange && error && !data && <FailureNotice what="The settings" error={error} retry={refetch} />}
      {mayChange && error && data && <OldDataNote error={error} />}
      {mayChange && data && <Cards org={org} settings={data} />}
    </PageBody>
  )
}

function Cards({ org, settings }: { org: string; settings: OrgSettings }) {
  const { authority, createdAt, keyAt } = settings
  return (
    <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-2">
      {/* A form of what was read: what another admin changes meanwhile begins it anew only where nothing was typed. */}
      <SettingsForm org={org} settings={settings} />
      <div className="flex flex-col gap-3">
        <Card title="Authority and key">
          <div className="flex flex-col gap-3 px-4 pb-4">
            <Facts
              facts={[
                ['Authority', authority.kind === 'embedded' ? authority.name : authority.url],
                ['Added', <Ago key="added" at={createdAt} />],
                ['Key entered', keyAt ? <Ago key="key" at={keyAt} /> : undefined],
              ]}
            />
            <KeyForm org={org} />
            <p className="flex flex-wrap gap-x-4">
              <Link href={rotationHref(org, null)} className="touch inline-flex items-center underline">
                Rotate the org key…
              </Link>
              <Link href={`/${org}/keys/leaked`} className="touch inline-flex items-center text-stop underline">
                A key has leaked
              </Link>
            </p>
          </div>
        </Card>
        <RemoveOrg org={org} settings={settings} />
      </div>
    </div>
  )
}
