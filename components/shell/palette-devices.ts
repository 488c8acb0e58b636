import { Bot, type LucideIcon, Search, Tag } from 'lucide-react'
import { deviceHref } from '@/components/ids/device-link'
import { devices } from '@/components/words/operation-words'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import { formatValue } from '@/lib/domain/selector/format-value'
import type { DevicesPage } from '@/lib/domain/wire/devices'

/** How many values of a part, and how many devices, it offers. */
const VALUES_MAX = 4
const DEVICES_MAX = 5

/** An entry that leads somewhere. */
export type DeviceCommand = { name: string; note?: string; icon: LucideIcon; href: string; begins?: boolean }

/**
 * What a text finds in the fleet: the parts of ids that contain it with how many devices each has, the first devices, and the list
 * of all that match. @param page devices that the text selects as a selector; undefined while it is read, or where it is none.
 */
export function deviceCommands(org: string, text: string, page: DevicesPage | undefined): DeviceCommand[] {
  const list = (q: string) => `/${org}/devices?q=${encodeURIComponent(q)}`
  const search: DeviceCommand = {
    icon: Search,
    name: `Search devices for “${isolated(text)}”`,
    note: page && (page.total === 0 ? 'no device' : devices(page.total)),
    href: list(text),
  }
  if (!page || page.total === 0) return [search]
  const word = text.toLowerCase()
  const values = page.facets
    .flatMap(({ name, values }) => values.map((value) => ({ name, ...value })))
    .filter(({ name, value }) => name !== 'status' && value.toLowerCase().includes(word))
    .slice(0, VALUES_MAX)
    .map(({ name, value, count }) => ({
      icon: Tag,
      name: `Devices with ${name} ${isolated(shownId(value))}`,
      note: devices(count),
      href: list(`${name}:${formatValue(value)}`),
    }))
  const rows = page.rows.slice(0, DEVICES_MAX).map(({ deviceId }) => ({
    icon: Bot,
    name: `Device ${isolated(shownId(deviceId))}`,
    href: deviceHref(org, deviceId),
  }))
  return [search, ...values, ...rows].map((command, index) => ({ ...command, begins: index === 0 }))
}
