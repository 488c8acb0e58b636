'use client'
import { NotebookPen } from 'lucide-react'
import { useOrgSlug } from '@/components/org/use-org'
import { SideLink } from './side-link'

/** The way to the notes, below the views in the column of a wide screen; a phone has it in the menu of the device list. */
export const NotesNav = () => (
  <SideLink about="Notes on the devices" href={`/${useOrgSlug()}/notes`} icon={NotebookPen}>
    Notes
  </SideLink>
)
