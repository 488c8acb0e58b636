'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OutsidePage } from '@/components/outside/outside-page'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { accountQuery } from '@/lib/client/api/account/account-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { signedOut } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'
import { NameForm } from './name-form'
import { PasswordForm } from './password-form'
import { SessionList } from './session-list'

/** The own account, outside of any org. */
export function AccountPage() {
  const { data, error, refetch } = useQuery(accountQuery())
  const gone = useObservable(signedOut, false)
  return (
    <OutsidePage title="Your account">
      <div className="mx-auto max-w-[46rem]">
        <PageBody title="Your account">
          {!data && !error && <Skeleton rows={8} label="Loading your account" />}
          {error && !data && <FailureNotice what="Your account" error={error} retry={refetch} />}
          {error && data && !gone && (
            <p role="alert" className="text-wait">
              {errorDetail(error)} Shown is what was read before.
            </p>
          )}
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
