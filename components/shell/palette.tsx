'use client'
import { Autocomplete } from '@base-ui/react/autocomplete'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { DialogFrame } from '@/components/ui/dialog-frame'
import { useViews } from '@/components/views/use-views'
import { operationsQuery } from '@/lib/client/api/operation-queries'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { useZone } from '@/lib/client/state/preferences'
import { isolated } from '@/lib/domain/ids/isolated'
import { trimSelector } from '@/lib/domain/selector/edit'
import { namedAct } from './palette-acts'
import { type Command, paletteCommands, toCommand } from './palette-commands'

/** How many of the last operations it offers. */
const RECENT = 5

/** Every page, org and act by its name. What matches nothing is searched among the devices. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const org = useOrgSlug()
  const router = useRouter()
  const { data: state } = useOrgState()
  const { data: list } = useQuery(orgListQuery())
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const zone = useZone()
  const { data: operations } = useInfiniteQuery(operationsQuery(org))
  const views = useViews(org)
  const recent = operations?.pages[0]?.operations.slice(0, RECENT) ?? []
  const ways = { go: (href: string) => router.push(href), fill: setText }
  const all = paletteCommands({
    org,
    state,
    orgs: list?.orgs ?? [],
    zone,
    recent,
    views,
    ...ways,
    onHelp,
  })
  const act = namedAct(text, org, state)
  const commands = all.filter(({ name, note = '' }) =>
    words.every((word) => `${name} ${note}`.toLowerCase().includes(word)),
  )
  const selector = trimSelector(text)
  const search: Command = {
    icon: Search,
    name: `Search devices for “${isolated(selector)}”`,
    run: () => router.push(`/${org}/devices?q=${encodeURIComponent(selector)}`),
  }
  const items: Command[] = act ? [toCommand(act, ways)] : text.trim() ? [...commands, search] : commands
  return (
    <DialogFrame
      label="Commands"
      onClose={onClose}
      initialFocus={input}
      className="inset-x-3 top-[10vh] bottom-auto mx-auto h-fit max-h-[70vh] w-[calc(100%-1.5rem)] max-w-[560px] flex-col overflow-hidden rounded-box border shadow-[0_12px_40px_rgb(0_0_0/18%)] open:flex"
    >
      <Autocomplete.Root
        open
        inline
        autoHighlight="always"
        keepHighlight
        items={items}
        mode="none"
        itemToStringValue={(item: { name: string }) => item.name}
        value={text}
        onValueChange={(value, details) => details.reason === 'input-change' && setText(value)}
      >
        <Autocomplete.Input
          ref={input}
          aria-label="Command"
          placeholder="Go to, search, or act: revoke env:dev"
          className="touch border-b bg-transparent px-4 py-3 outline-none max-sm:text-lead"
        />
        <Autocomplete.List className="overflow-y-auto p-1.5">
          {(item: Command) => (
            <Autocomplete.Item
              key={`${item.name} ${item.note}`}
              value={item}
              className={`touch flex items-center gap-2.5 rounded-box px-2.5 py-1.5 data-highlighted:bg-hover ${item.begins ? 'mt-2 first:mt-0' : ''}`}
              onClick={() => {
                if (!item.stays) onClose()
                item.run()
              }}
            >
              <item.icon aria-hidden className="size-4 shrink-0 text-faint" />
              <span className="min-w-0 wrap-anywhere">{item.name}</span>
              {item.note && (
                <span className="ml-auto shrink-0 pl-2 text-right text-small text-soft max-sm:shrink">{item.note}</span>
              )}
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
      </Autocomplete.Root>
    </DialogFrame>
  )
}
