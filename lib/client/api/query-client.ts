import { QueryClient } from '@tanstack/react-query'
import { AppError } from '@/lib/domain/errors'

const hopeless = (error: unknown) => error instanceof AppError && error.status < 500

/** One per page load (and one per render on the server). */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (failures, error) => failures < 2 && !hopeless(error),
        // The browser's `onLine` is wrong on a VPN and on localhost; only the call itself shows whether it works.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
