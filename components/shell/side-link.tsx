'use client'
import type { LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** A page below the five, in the column of a wide screen. `about`: what the link is among, for a screen reader. */
export function SideLink(props: { about: string; href: string; icon: LucideIcon; children: ReactNode }) {
  const { about, href, icon: Icon, children } = props
  return (
    <nav aria-label={about} className="px-2.5 pb-1 max-sm:hidden">
      <Link
        href={href}
        prefetch={false}
        aria-current={usePathname() === href ? 'page' : undefined}
        className="touch flex items-center gap-2 rounded-box px-2.5 py-1 text-small text-soft hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
      >
        <Icon aria-hidden className="size-3.5 text-faint" />
        {children}
      </Link>
    </nav>
  )
}
