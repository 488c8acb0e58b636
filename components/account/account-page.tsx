'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { Toaster } from '@/components/feedback/toaster'
import { Banner } from '@/components/ui/banner'
import { Button, buttonClass } from '@/components/ui/button'
import { Mark } from '@/components/ui/mark'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { accountQuery } from '@/lib/client/api/account/account-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { signedOut, signInOpen } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'
import { NameForm } from './name-form'
import { PasswordForm } from './password-form'
import { SessionList } from './session-list'

/** The own account, outside of any org. */
export function AccountPage() {
  const { data, error, refetch } = useQuery(accountQuery())
  const gone = useObservable(signedOut, false)
  return (
    <div className="pb-safe min-h-dvh">
      <title>Your account · Console</title>
      <header className="flex items-center justify-between gap-3 border-b px-4 pt-[max(0.25rem,env(safe-area-inset-top))] pb-1 sm:min-h-[52px] sm:px-5">
        <Link href="/" prefetch={false} className="touch inline-flex items-center gap-2 font-[650] tracking-tight">
          <Mark className="size-5" />
          MachineID console
        </Link>
        {/* Plain HTML, and not a page of this app: Stop must not wait for a script. */}
        <a href="/stop" className={buttonClass('danger')}>
          Stop…
        </a>
      </header>
      {gone && (
        <Banner
          kind="notice"
          action={
            <Button size="small" onClick={() => signInOpen.set(true)}>
              Sign in
            </Button>
          }
        >
          You are signed out. What is shown stays as it was; sign in to go on from here.
        </Banner>
      )}
      <main tabIndex={-1} className="mx-auto max-w-[46rem] outline-none">
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
      </main>
      <Toaster />
    </div>
  )
}
