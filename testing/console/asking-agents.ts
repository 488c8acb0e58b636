import { setTimeout as delay } from 'node:timers/promises'
import type { TestConsole } from './test-console'

/** Leaves the machine some time between two rounds; nothing depends on how much. */
const ROUND_PAUSE_MS = 5

/** Agents that ask again and again, until the signal ends them. */
export async function askOn({ agent }: TestConsole, deviceIds: readonly string[], end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    for (const id of deviceIds) await agent('validate', id).catch(() => undefined)
    await delay(ROUND_PAUSE_MS)
  }
}
