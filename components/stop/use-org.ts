'use client'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { orgStateQuery } from '@/lib/client/org-queries'
import type { OrgState } from '@/lib/domain/console-api'
import type { Permission } from '@/lib/domain/policy'

/** The org of this page, as it stands in the URL. */
export function useOrgSlug(): string {
  const { org } = useParams<{ org: string }>()
  return decodeURIComponent(org)
}

/** The polled state of this page's org. `data` keeps the last answer while later ones fail. */
export function useOrgState() {
  return useQuery(orgStateQuery(useOrgSlug()))
}

/** True when the person may; false also while it is not known, since the server decides anyway. */
export function may(state: OrgState | undefined, permission: Permission): boolean {
  return state?.permissions.includes(permission) ?? false
}
