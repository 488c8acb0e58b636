import { QueryClient } from '@tanstack/react-query'
import { AppError } from '@/lib/domain/errors'
import { signedOut } from '../state/signed-out'

const hopeless = (error: unknown) => error instanceof AppError && error.status < 500

/** While the session allows no reading, nothing is read by itself. */
const mayRead = () => signedOut.get() === false

/** One per page load (and one per render on the server). */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (failures, error) => failures < 2 && !hopeless(error),
        // The browser's `onLine` is wrong on a VPN and on localhost; only the call itself shows whether it works.
        networkMode: 'always',
        refetchOnWindowFocus: mayRead,
        refetchOnReconnect: mayRead,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
