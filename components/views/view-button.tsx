'use client'
import { Bookmark, BookmarkCheck } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { SavedView } from '@/lib/domain/wire/saved-view'
import { useViews } from './use-views'

const ViewDialog = dynamic(() => import('./view-dialog').then((module) => module.ViewDialog), { ssr: false })

/** Saves what the list shows as a view; for one that is saved, changes it. Nothing for the whole fleet, or for a text that has a fault. */
export function ViewButton({ org, selector }: { org: string; selector: string }) {
  // As it was when it was opened: what another person saves meanwhile takes no form away, and turns it into no other.
  const [edited, setEdited] = useState<{ selector: string; view: SavedView | null } | null>(null)
  const saved = useViews(org).find((view) => view.selector === selector)
  const view = saved?.saved ?? null
  const Icon = view ? BookmarkCheck : Bookmark
  // One that every fleet has, or of others, is not changed.
  const isOffered = selector !== '' && (!saved || view?.mayChange === true)
  return (
    <>
      {isOffered && (
        <Button look="quiet" onClick={() => setEdited({ selector, view })}>
          <Icon aria-hidden className="size-4" />
          <span className="max-sm:sr-only">{view ? 'Change view' : 'Save view'}</span>
        </Button>
      )}
      {edited && <ViewDialog org={org} {...edited} onClose={() => setEdited(null)} />}
    </>
  )
}
