'use client'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { useMemo } from 'react'
import { orgStateQuery } from '@/lib/client/api/org-queries'
import { silent } from '@/lib/client/state/live-status'
import { agedState } from '@/lib/client/state/org-state'
import { signedOut } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'
import type { Permission } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** The org of this page: its slug in the URL. */
export function useOrgSlug(): string {
  const { org } = useParams<{ org: string }>()
  return decodeURIComponent(org)
}

/**
 * The state of this page's org. `data` keeps the last one while nothing newer comes; what is not known to be the present
 * any more, because the console does not answer, sends nothing or may send this browser nothing, carries a reading that says so.
 */
export function useOrgState(): { data: OrgState | undefined; error: Error | null; silent: boolean } {
  const org = useOrgSlug()
  const { data, error } = useQuery(orgStateQuery(org))
  const isSilent = useObservable(silent, NONE).has(org)
  const gone = useObservable(signedOut, false)
  const lost = isSilent || error !== null || gone !== false
  const aged = useMemo(() => (data && lost ? agedState(data) : data), [data, lost])
  return { data: aged, error, silent: isSilent }
}

const NONE: ReadonlySet<string> = new Set()

/** What people call this page's org: its name; its slug until that is read. Buttons, titles and questions use it, addresses the slug. */
export function useOrgName(): string {
  const slug = useOrgSlug()
  const { data } = useQuery(orgStateQuery(slug))
  return data?.org.name ?? slug
}

/** True when the person may; false also while it is not known, since the server decides anyway. */
export function may(state: OrgState | undefined, permission: Permission): boolean {
  return state?.permissions.includes(permission) ?? false
}
