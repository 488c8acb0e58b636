'use client'
import { KeyRound } from 'lucide-react'
import { useOrgSlug } from '@/components/org/use-org'
import { SideLink } from './side-link'

/** The way to the keys of agents, below Connect; a phone has it in the menu of the device list. */
export const KeysNav = () => (
  <SideLink about="Keys of agents" href={`/${useOrgSlug()}/keys`} icon={KeyRound}>
    Keys
  </SideLink>
)
