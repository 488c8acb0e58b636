'use client'
import { Autocomplete } from '@base-ui/react/autocomplete'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useOrgSlug, useOrgState } from '@/components/org/use-org'
import { DialogFrame } from '@/components/ui/dialog-frame'
import { useViews } from '@/components/views/use-views'
import { devices } from '@/components/words/operation-words'
import { devicesQuery } from '@/lib/client/api/device-queries'
import { operationsQuery } from '@/lib/client/api/operation-queries'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { useSettled } from '@/lib/client/browser/use-settled'
import { usePreferences, useZone } from '@/lib/client/state/preferences'
import { InvalidInput } from '@/lib/domain/errors'
import { trimSelector } from '@/lib/domain/selector/edit'
import { formatWord } from '@/lib/domain/selector/format-value'
import { parseSelector } from '@/lib/domain/selector/parse'
import type { DevicesPage } from '@/lib/domain/wire/devices'
import { namedAct } from './palette-acts'
import { type Command, paletteCommands, toCommand } from './palette-commands'
import { deviceCommands } from './palette-devices'

/** Devices are read once typing rests, from this many characters on. */
const SETTLE_MS = 200
const FOUND_FROM_CHARS = 2

const countWords = (page: DevicesPage | undefined) => page && (page.total === 0 ? 'no device' : devices(page.total))

type Found = { text: string; page: DevicesPage | undefined }

/**
 * What a text selects among the devices; no page while that is read, or where it is no selector. The end of an id, `runner:06`, is
 * refused as one, and searched for as it is.
 */
function useFound(org: string, text: string, parts: readonly string[]): Found {
  const typed = useSelected(org, text, parts)
  const word = formatWord(text)
  const quoted = useSelected(org, typed.isRefused ? word : '', parts)
  return typed.isRefused ? { text: word, page: quoted.page } : { text, page: typed.page }
}

function useSelected(org: string, text: string, parts: readonly string[]) {
  const settled = useSettled(text, SETTLE_MS)
  const isWanted = settled === text && text.length >= FOUND_FROM_CHARS && parseSelector(text, { parts }).ok
  const { data, error } = useQuery({
    ...devicesQuery(org, { q: settled, sort: 'id' }, 0),
    enabled: isWanted,
    retry: false,
  })
  return { page: isWanted ? data : undefined, isRefused: isWanted && error instanceof InvalidInput }
}

/** How many of the last operations it offers. */
const RECENT = 5

/** Every page, org, act and device by its name. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const org = useOrgSlug()
  const router = useRouter()
  const { data: state } = useOrgState()
  const { data: list } = useQuery(orgListQuery())
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const zone = useZone()
  const { setTheme } = usePreferences()
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
    setTheme,
    onHelp,
  })
  const act = namedAct(text, org, state)
  const commands = all.filter(({ name, note = '' }) =>
    words.every((word) => `${name} ${note}`.toLowerCase().includes(word)),
  )
  const selector = trimSelector(text)
  const { page, ...searched } = useFound(org, act ? act.selector : selector, state?.org.parts ?? [])
  const found = deviceCommands(org, searched.text, page).map(({ href, ...command }) => ({
    ...command,
    run: () => router.push(href),
  }))
  const items: Command[] = act
    ? [{ ...toCommand(act, ways), note: countWords(page) }]
    : selector
      ? [...commands, ...found]
      : commands
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
          placeholder="A page, a role, a device, or an act: revoke env:dev"
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
