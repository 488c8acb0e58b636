'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { FenceDueBanner } from '@/components/fences/fence-due-banner'
import { useOrgState } from '@/components/org/use-org'
import { ContradictedBanner } from '@/components/stop/contradicted-banner'
import { Banner } from '@/components/ui/banner'
import { buttonClass } from '@/components/ui/button'
import { signedOut, signInHref } from '@/lib/client/state/signed-out'
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
  const href = signInHref({ pathname: usePathname(), search: `?${useSearchParams()}`.replace(/^\?$/, '') })
  if (!gone) return null
  return (
    <Banner
      kind="notice"
      action={
        <a className={buttonClass('plain', 'small')} href={href}>
          Sign in
        </a>
      }
    >
      You are signed out. What is shown stays as it was; sign in to go on from here.
    </Banner>
  )
}
