import Link from 'next/link'
import { deviceHref } from '@/components/ids/device-link'
import type { CheckAct } from '@/lib/domain/diagnosis/check'

/** The way to where a finding is mended. Revoke, restore and a new key have their buttons beside it already. */
export function CheckLink({ org, id, act }: { org: string; id: string; act: CheckAct }) {
  const way = wayOf(org, id, act)
  if (!way) return null
  return (
    <Link href={way.href} prefetch={false} className="touch inline-flex items-center underline underline-offset-2">
      {way.text}
    </Link>
  )
}

function wayOf(org: string, id: string, act: CheckAct): { href: string; text: string } | null {
  switch (act.to) {
    case 'operation':
      return { href: `/${org}/operations/${act.id}`, text: 'Open the operation' }
    case 'device':
      return { href: deviceHref(org, act.id), text: 'Open that device' }
    case 'resume':
      return { href: `/stop/${org}`, text: 'Resume the org' }
    case 'register':
    case 'connect':
      return { href: `/${org}/connect?id=${encodeURIComponent(id)}`, text: 'Connect this agent' }
    case 'lookup':
      return { href: `/${org}/connect#lookup`, text: 'Look up a request id' }
    case 'usage':
      return { href: `/${org}/usage`, text: 'See the cap' }
    default:
      return null
  }
}
