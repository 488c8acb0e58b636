import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ConnectFiles, ConnectView, IdCheck } from '@/lib/domain/wire/connect'
import { fetchJson } from '../fetch-json'
import { polled } from '../poll-interval'
import { orgPath, queryPath } from '../query-path'

/** The frameworks, and the values of ids in use. */
export const connectQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'connect'],
    queryFn: ({ signal }) => fetchJson<ConnectView>(orgPath(org, 'connect'), { signal }),
    staleTime: 60_000,
  })

/** Whether a drafted id and those of a plan are free, again and again: another person may take one meanwhile. */
export const idCheckQuery = (org: string, id: string, plan: string) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'connect-ids', id, plan],
    queryFn: ({ signal }) => fetchJson<IdCheck>(queryPath(orgPath(org, 'connect/ids'), { id, plan }), { signal }),
    gcTime: 30_000,
  })

/** What of a choice makes another file. */
export type ConnectChoice = { framework: string; id: string; boundaries: string }

/** The files of a choice as one file. */
export const connectZipHref = (org: string, chosen: ConnectChoice): string =>
  queryPath(orgPath(org, 'connect/files.zip'), chosen)

/** The files, commands and prompts. They change with the console's version alone. */
export const connectFilesQuery = (org: string, chosen: ConnectChoice) =>
  queryOptions({
    // Not below the org: no change of it changes a file.
    queryKey: ['connect-files', org, chosen],
    queryFn: ({ signal }) => fetchJson<ConnectFiles>(queryPath(orgPath(org, 'connect/files'), chosen), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  })
