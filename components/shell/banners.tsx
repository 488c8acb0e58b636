'use client'
import { FenceDueBanner } from '@/components/fences/fence-due-banner'
import { useOrgState } from '@/components/org/use-org'
import { ContradictedBanner } from '@/components/stop/contradicted-banner'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { signedOut, signInOpen } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'
import { unusableSentence } from '@/lib/domain/ids/unusable-entries'
import { ProxyBanner } from './proxy-banner'
import { ReaderBanner } from './reader-banner'

/**
 * What every page has to say before its content: an alarm, a fence that was to be looked at, a lost session, old data, what
 * the list holds besides devices, a proxy that hides where people come from.
 */
export function Banners() {
  const { data: state, error, silent } = useOrgState()
  const unusable = unusableSentence(state?.reading.unusable ?? 0)
  return (
    <>
      {state && <ContradictedBanner state={state} />}
      {state && <FenceDueBanner state={state} />}
      <SignedOutBanner />
      <ReaderBanner state={state} error={error} silent={silent} />
      {unusable && <Banner kind="notice">{unusable}</Banner>}
      <ProxyBanner />
    </>
  )
}

function SignedOutBanner() {
  const gone = useObservable(signedOut, false)
  if (!gone) return null
  return (
    <Banner
      kind="notice"
      action={
        <Button size="small" onClick={() => signInOpen.set(true)}>
          Sign in
        </Button>
      }
    >
      {gone === 'idle'
        ? 'You did not use this session for 12 hours: Stop works, nothing else does. What is shown stays as it was.'
        : 'You are signed out. What is shown stays as it was; sign in to go on from here.'}
    </Banner>
  )
}
