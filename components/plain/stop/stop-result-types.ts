import type { Operation } from '@/lib/domain/operation'
import type { StopDevices } from '@/lib/domain/wire/operations'

/** What is known of one stop. `lifted`: by which resume it ended. */
export type KnownStop = {
  operation: Operation
  devices: StopDevices
  lifted?: { by: string; at: string; reason: string | null }
}

/** One org of several. `fault`: why nothing is known of its stop; `mayStop`: whether the person can press for it again. */
export type StopResult = { slug: string; name: string } & ({ known: KnownStop } | { fault: string; mayStop: boolean })

/** A page that reads itself again. Without `refresh` it is held still; `toggle` is the address of the other way. */
export type PageLive = { refresh?: string; toggle: string; seconds: number }
