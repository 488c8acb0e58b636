import { queryOptions } from '@tanstack/react-query'
import type { Diagnosis } from '@/lib/domain/diagnosis/check'
import { AppError } from '@/lib/domain/errors'
import type { DeviceDetail, DeviceSort, DevicesPage } from '@/lib/domain/wire/devices'
import { fetchJson } from './fetch-json'
import { polled } from './poll-interval'
import { orgPath, queryPath } from './query-path'

export type DevicesView = { q: string; sort: DeviceSort }

/** One page of 200 rows; `offset` is a multiple of 200. */
export const devicesQuery = (org: string, { q, sort }: DevicesView, offset: number) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'devices', q, sort, offset],
    queryFn: ({ signal }) =>
      fetchJson<DevicesPage>(queryPath(orgPath(org, 'devices'), { q, sort, offset }), { signal }),
    gcTime: 30_000,
  })

export const deviceQuery = (org: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'device', id],
    queryFn: ({ signal }) => fetchJson<DeviceDetail>(queryPath(orgPath(org, 'device'), { id }), { signal }),
  })

/** Why a device is denied, and why it still works; also of an id that is not registered. */
export const diagnosisQuery = (org: string, id: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'diagnosis', id],
    queryFn: ({ signal }) => fetchJson<Diagnosis>(queryPath(orgPath(org, 'diagnosis'), { id }), { signal }),
  })

/** Devices by their ids as CSV, byte for byte: one request, because each is an event of the record. @throws AppError */
export async function pickedDevicesCsv(org: string, ids: readonly string[], sort: DeviceSort): Promise<Blob> {
  const response = await fetch(orgPath(org, 'devices.csv'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids, sort }),
    cache: 'no-store',
  })
  if (response.ok) return response.blob()
  throw new AppError('unavailable', `The console answered HTTP ${response.status}.`)
}

/** Downloads of the devices that a view shows, in its order. */
export const devicesExportHref = (org: string, { q, sort }: DevicesView, format: 'csv' | 'jsonl'): string =>
  queryPath(orgPath(org, `devices.${format}`), { q, sort })
