'use client'
import { Ellipsis } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FacetsRow } from '@/components/selector/facets-row'
import type { SelectorText } from '@/components/selector/use-selector-text'
import { Button } from '@/components/ui/button'
import { LazyMenu } from '@/components/ui/lazy-menu'
import { ViewButton } from '@/components/views/view-button'
import { ViewsMenu } from '@/components/views/views-menu'
import { devicesExportHref } from '@/lib/client/api/device-queries'
import type { DeviceSort, Facet } from '@/lib/domain/wire/devices'

const RegisterDialog = dynamic(() => import('./register-dialog').then((module) => module.RegisterDialog), {
  ssr: false,
})

type Props = {
  facets: Facet[]
  selector: SelectorText
  sort: DeviceSort
  org: string
  mayRegister: boolean
  moved: boolean
  onShowOrder: () => void
}

/** Facets, and what concerns the list as a whole. */
export function DevicesToolbar({ facets, selector, sort, org, mayRegister, moved, onShowOrder }: Props) {
  const [registering, setRegistering] = useState(false)
  const router = useRouter()
  const shown = { q: selector.q, sort }
  const exports = [
    { text: 'All matching as CSV', href: devicesExportHref(org, shown, 'csv') },
    { text: 'All matching as JSON lines', href: devicesExportHref(org, shown, 'jsonl') },
  ]
  const register = { text: 'Register…', run: () => setRegistering(true) }
  const connect = { text: 'Connect an agent', run: () => router.push(`/${org}/connect`) }
  const keys = { text: 'Keys', run: () => router.push(`/${org}/keys`) }
  return (
    <div className="flex items-start justify-between gap-2">
      <FacetsRow facets={facets} parts={selector.parts} selector={selector} />
      <div className="flex shrink-0 items-center gap-2">
        <span role="status">
          {moved && (
            <Button look="quiet" size="small" onClick={onShowOrder}>
              The order changed. Show
            </Button>
          )}
        </span>
        {selector.error === null && <ViewButton org={org} selector={selector.q} />}
        <ViewsMenu org={org} className="sm:hidden" />
        <LazyMenu label="Export" entries={exports} look="quiet" className="max-sm:hidden">
          Export
        </LazyMenu>
        {mayRegister && (
          <Button className="max-sm:hidden" onClick={register.run}>
            Register
          </Button>
        )}
        <LazyMenu
          label="Register and export"
          entries={[...(mayRegister ? [register] : []), connect, keys, ...exports]}
          look="quiet"
          className="sm:hidden"
        >
          <Ellipsis aria-hidden className="size-5" />
          <span className="sr-only">Register and export</span>
        </LazyMenu>
      </div>
      {registering && <RegisterDialog org={org} onClose={() => setRegistering(false)} />}
    </div>
  )
}
