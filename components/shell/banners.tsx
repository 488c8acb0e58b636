'use client'
import { SignedOutBanner } from '@/components/access/signed-out-banner'
import { FenceDueBanner } from '@/components/fences/fence-due-banner'
import { useOrgState } from '@/components/org/use-org'
import { ContradictedBanner } from '@/components/stop/contradicted-banner'
import { Banner } from '@/components/ui/banner'
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
