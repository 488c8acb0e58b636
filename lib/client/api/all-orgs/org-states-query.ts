import { queryOptions } from '@tanstack/react-query'
import { setConsoleTime } from '@/lib/client/state/console-time'
import type { AllOrgs } from '@/lib/domain/wire/all-orgs'
import { fetchJson } from '../fetch-json'
import { pollIntervalMs } from '../poll-interval'

/** The state of every org that the person may see. */
export const orgStatesQuery = () =>
  queryOptions({
    queryKey: ['org-states'],
    queryFn: async ({ signal }) => {
      const all = await fetchJson<AllOrgs>('/api/org-states', { signal })
      setConsoleTime(all.at)
      return all
    },
    refetchInterval: () => pollIntervalMs(5_000),
    staleTime: 2_000,
  })
