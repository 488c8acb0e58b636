import type { DeviceSort } from '@/lib/domain/wire/devices'
import type { FleetSort } from '@/lib/fleet/search/sort-slots'

/** `-seen` → newest first. */
export function readSort(sort: DeviceSort): FleetSort {
  const descending = sort.startsWith('-')
  return { by: (descending ? sort.slice(1) : sort) as FleetSort['by'], direction: descending ? 'desc' : 'asc' }
}
