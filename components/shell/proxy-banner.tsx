'use client'
import { Banner } from '@/components/ui/banner'
import type { ProxyFault } from '@/lib/domain/wire/org-list'

/** For admins alone: why the console cannot tell people's addresses, and which setting lets it. */
export const ProxyBanner = ({ fault }: { fault: ProxyFault }) => (
  <Banner kind="notice">{proxyFaultSentence(fault)}</Banner>
)

/** What a proxy in front of the console lacks, what that means, and what to do. */
export function proxyFaultSentence({ kind, proxy }: ProxyFault): string {
  switch (kind) {
    case 'untrusted':
      return `You came through a proxy at ${proxy} that this console does not trust, so all people behind it share one sign-in limit and one address in the record. If it is yours, start the console with TRUSTED_PROXIES=${proxy}.`
    case 'unreadable':
      return `The proxy at ${proxy} names no address that this console can read, so all people behind it share one sign-in limit and have no address in the record. Let it send X-Forwarded-For.`
    case 'contradictory':
      return `The headers that came through the proxy at ${proxy} name different addresses, so none is believed. Let it send one of X-Forwarded-For, Forwarded and X-Real-IP, and remove the other two.`
  }
}
