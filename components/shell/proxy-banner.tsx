'use client'
import { useQuery } from '@tanstack/react-query'
import { Banner } from '@/components/ui/banner'
import { orgListQuery } from '@/lib/client/org-queries'
import { proxyFaultSentence } from './proxy-words'

/** For admins alone: why the console cannot tell people's addresses, and which setting lets it. */
export function ProxyBanner() {
  const { data } = useQuery(orgListQuery())
  if (!data?.proxyFault) return null
  return <Banner kind="notice">{proxyFaultSentence(data.proxyFault)}</Banner>
}
