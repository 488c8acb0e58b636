'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { SignedOutBanner } from '@/components/access/signed-out-banner'
import { useOrgState } from '@/components/org/use-org'
import { ContradictedBanner } from '@/components/stop/contradicted-banner'
import { Banner } from '@/components/ui/banner'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { unusableSentence } from '@/lib/domain/ids/unusable-entries'
import { ReaderBanner } from './reader-banner'

// Seldom to be said, and never while the console does not answer: not in the script of every page.
const FenceDueBanner = dynamic(() =>
  import('@/components/fences/fence-due-banner').then((module) => module.FenceDueBanner),
)
const ProxyBanner = dynamic(() => import('./proxy-banner').then((module) => module.ProxyBanner))

/**
 * What every page has to say before its content: an alarm, a fence that was to be looked at, a lost session, old data, what
 * the list holds besides devices, a proxy that hides where people come from.
 */
export function Banners() {
  const { data: state, error, silent } = useOrgState()
  const { data: list } = useQuery(orgListQuery())
  const unusable = unusableSentence(state?.reading.unusable ?? 0)
  return (
    <>
      {state && <ContradictedBanner state={state} />}
      {state?.fences?.due && <FenceDueBanner state={state} />}
      <SignedOutBanner />
      <ReaderBanner state={state} error={error} silent={silent} />
      {unusable && <Banner kind="notice">{unusable}</Banner>}
      {list?.proxyFault && <ProxyBanner fault={list.proxyFault} />}
    </>
  )
}
