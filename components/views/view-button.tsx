'use client'
import { Bookmark, BookmarkCheck } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useViews } from './use-views'

const ViewDialog = dynamic(() => import('./view-dialog').then((module) => module.ViewDialog), { ssr: false })

/** Saves what the list shows as a view; for one that is saved, changes it. Nothing for the whole fleet, or for a text that has a fault. */
export function ViewButton({ org, selector }: { org: string; selector: string }) {
  const [open, setOpen] = useState(false)
  const saved = useViews(org).find((view) => view.selector === selector)
  // One that every fleet has, or of others, is not changed.
  if (selector === '' || (saved && !saved.saved?.mayChange)) return null
  const view = saved?.saved ?? null
  const Icon = view ? BookmarkCheck : Bookmark
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        <Icon aria-hidden className="size-4" />
        <span className="max-sm:sr-only">{view ? 'Change view' : 'Save view'}</span>
      </Button>
      {open && <ViewDialog org={org} selector={selector} view={view} onClose={() => setOpen(false)} />}
    </>
  )
}
