'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useOrgSlug } from '@/components/org/use-org'
import { followOrg } from '@/lib/client/live-updates'

/** Keeps the page in step with its org. Renders nothing. */
export function LiveUpdates() {
  const client = useQueryClient()
  const org = useOrgSlug()
  useEffect(() => followOrg(client, org), [client, org])
  return null
}
