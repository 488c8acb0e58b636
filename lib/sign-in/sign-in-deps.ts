import type { Logger } from 'pino'
import type { Clock } from '@/lib/concurrency/clock'
import type { Store } from '@/lib/store/rows/db'

/** What the limits of signing in need of the console. */
export type SignInDeps = { store: Store; clock: Clock; log: Logger }
