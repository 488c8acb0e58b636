import type { Deps } from '@/lib/services/context'
import type { Config } from './config/config'
import type { Metrics } from './metrics'

export type Console = { config: Config; deps: Deps; metrics: Metrics; close: () => Promise<void> }
