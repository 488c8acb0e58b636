'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { LazyMenu } from '@/components/ui/lazy-menu'
import { devicesExportHref } from '@/lib/client/device-queries'
import type { Facet } from '@/lib/domain/console-api'
import { FacetsRow } from './facets-row'
import type { SelectorText } from './use-selector-text'

const RegisterDialog = dynamic(() => import('./register-dialog').then((module) => module.RegisterDialog), {
  ssr: false,
})

type Props = {
  facets: Facet[]
  selector: SelectorText
  org: string
  mayRegister: boolean
  moved: boolean
  onShowOrder: () => void
}

/** Facets, and what concerns the list as a whole. */
export function DevicesToolbar({ facets, selector, org, mayRegister, moved, onShowOrder }: Props) {
  const [registering, setRegistering] = useState(false)
  const exports = [
    { text: 'All matching as CSV', href: devicesExportHref(org, selector.q, 'csv') },
    { text: 'All matching as JSON lines', href: devicesExportHref(org, selector.q, 'jsonl') },
  ]
  return (
    <div className="flex flex-col gap-2 sm:flex-row sm:items-start sm:justify-between">
      <FacetsRow facets={facets} selector={selector} />
      <div className="flex shrink-0 items-center gap-2">
        <span role="status">
          {moved && (
            <Button look="quiet" size="small" onClick={onShowOrder}>
              The order changed. Show
            </Button>
          )}
        </span>
        <LazyMenu label="Export" entries={exports} look="quiet">
          Export
        </LazyMenu>
        {mayRegister && <Button onClick={() => setRegistering(true)}>Register</Button>}
      </div>
      {registering && <RegisterDialog org={org} onClose={() => setRegistering(false)} />}
    </div>
  )
}
