import type { DeviceSort } from '@/lib/domain/wire/devices'

/** Columns of the list; narrow lists drop the last ones first. `sort` names the key of the API. */
export const COLUMNS = [
  { name: 'Device', sort: 'id', hide: '' },
  { name: 'State', sort: 'status', hide: '' },
  { name: 'Last decision', sort: null, hide: '@max-5xl:hidden' },
  { name: 'Last validate', sort: 'seen', hide: '' },
  { name: 'Asks every', sort: null, hide: '@max-3xl:hidden' },
  { name: 'Registered', sort: 'created', hide: '@max-6xl:hidden' },
] as const

/** The grid template of header and rows alike: the tick, the columns, the menu of the row. */
export const TEMPLATE =
  'grid items-center grid-cols-[40px_minmax(0,1fr)_146px_92px_30px] @3xl:grid-cols-[40px_minmax(0,1fr)_165px_110px_90px_44px] @5xl:grid-cols-[40px_minmax(0,1fr)_170px_170px_120px_90px_44px] @6xl:grid-cols-[40px_minmax(0,1fr)_180px_190px_120px_100px_110px_44px]'

/** The sort after a press on a column: first its own order, then the reverse. */
export function nextSort(current: DeviceSort, column: string): DeviceSort {
  return (current === column ? `-${column}` : column) as DeviceSort
}
