'use client'
import { NotebookPen } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useOrgSlug } from '@/components/org/use-org'

/** The way to the notes, below the views in the column of a wide screen; a phone has it in the menu of the device list. */
export function NotesNav() {
  const org = useOrgSlug()
  const href = `/${org}/notes`
  return (
    <nav aria-label="Notes on the devices" className="px-2.5 pb-1 max-sm:hidden">
      <Link
        href={href}
        prefetch={false}
        aria-current={usePathname() === href ? 'page' : undefined}
        className="touch flex items-center gap-2 rounded-box px-2.5 py-1 text-small text-soft hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
      >
        <NotebookPen aria-hidden className="size-3.5 text-faint" />
        Notes
      </Link>
    </nav>
  )
}
