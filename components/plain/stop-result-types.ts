import type { DeviceRow } from '@/lib/domain/console-api'
import type { Operation } from '@/lib/domain/operation'

/** What is known of one stop. `recorded`: where its record is; `nowhere` is the console's log. Times in epoch ms. */
export type KnownStop = {
  operation: Operation
  recorded: 'pending' | 'store' | 'sink' | 'nowhere'
  nextTryAt: number | null
  waiting: DeviceRow[]
  asking: { deviceId: string; denials: number }[]
  askingTotal: number
}

/** One org of several. `fault`: why nothing is known of its stop. */
export type StopResult = { slug: string; name: string } & ({ known: KnownStop } | { fault: string })

/** A page that reads itself again. Without `refresh` it is held still; `toggle` is the address of the other way. */
export type PageLive = { refresh?: string; toggle: string; seconds: number }
