'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { OutsidePage } from '@/components/outside/outside-page'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { accountQuery } from '@/lib/client/api/account/account-queries'
import { NameForm } from './name-form'
import { PasswordForm } from './password-form'
import { SessionList } from './session-list'

/** The own account, outside of any org. */
export function AccountPage() {
  const { data, error, refetch } = useQuery(accountQuery())
  return (
    <OutsidePage title="Your account">
      <div className="mx-auto max-w-[46rem]">
        <PageBody title="Your account">
          {!data && !error && <Skeleton rows={8} label="Loading your account" />}
          {error && !data && <FailureNotice what="Your account" error={error} retry={refetch} />}
          {error && data && <OldDataNote error={error} />}
          {data && (
            <>
              <NameForm account={data} />
              <PasswordForm email={data.email} />
              <SessionList sessions={data.sessions} />
            </>
          )}
        </PageBody>
      </div>
    </OutsidePage>
  )
}
