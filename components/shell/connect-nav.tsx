'use client'
import { Plug } from 'lucide-react'
import { useOrgSlug } from '@/components/org/use-org'
import { SideLink } from './side-link'

/** The way to the Connect page, below the notes; a phone has it in the menu of the device list. */
export const ConnectNav = () => (
  <SideLink about="New agents" href={`/${useOrgSlug()}/connect`} icon={Plug}>
    Connect an agent
  </SideLink>
)
