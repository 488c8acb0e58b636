'use client'
import { type RefObject, useRef } from 'react'
import { isRestorable, revokeWord } from '@/components/device-panel/acts-of-device'
import { useRevokeOne } from '@/components/device-panel/use-revoke-one'
import { IdText } from '@/components/ids/id-text'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { type MenuEntry, MenuPopup } from '@/components/ui/menu-popup'
import { showToast } from '@/lib/client/state/toasts'
import { isolated } from '@/lib/domain/ids/isolated'
import { exactId } from '@/lib/domain/ids/listed-id'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { DeviceRow } from '@/lib/domain/wire/devices'

type Props = {
  device: DeviceRow
  anchor: HTMLElement
  returnFocus: RefObject<HTMLElement | null>
  selected: boolean
  selectable: boolean
  onOpen: () => void
  onTick: () => void
  onRestore: () => void
  onClose: () => void
}

/** What can be done with one device, from its row: it names the device, because rows may move behind an open menu. */
export function RowMenu({
  device,
  returnFocus,
  selected,
  selectable,
  onOpen,
  onTick,
  onRestore,
  onClose,
  ...rest
}: Props) {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const { revoke } = useRevokeOne(org)
  const anchor = useRef(rest.anchor)
  const { deviceId } = device
  const revokes = may(state, 'stop') ? revokeWord(device) : null
  const entries: MenuEntry[] = [
    { text: 'Open', run: onOpen },
    ...(selectable ? [{ text: selected ? 'Unselect' : 'Select', run: onTick }] : []),
    { text: 'Copy id', run: () => void copy(deviceId) },
    ...(isRestorable(device) && may(state, 'resume') ? [{ text: 'Restore…', run: onRestore }] : []),
    ...(revokes ? [{ text: revokes, run: () => void revoke(deviceId), danger: true }] : []),
  ]
  return (
    <MenuPopup
      anchor={anchor}
      returnFocus={returnFocus}
      label={`Actions for ${isolated(shownId(deviceId))}`}
      head={<IdText id={deviceId} />}
      entries={entries}
      onClose={onClose}
    />
  )
}

async function copy(id: string): Promise<void> {
  const subject = isolated(shownId(id))
  try {
    await navigator.clipboard.writeText(exactId(id))
    showToast({ tone: 'ok', title: 'Copied:', subject, lastsMs: 4_000 })
  } catch {
    showToast({
      tone: 'off',
      title: 'Not copied:',
      subject,
      detail: 'This browser does not let a page copy. Select the id and copy it.',
      lastsMs: null,
    })
  }
}
