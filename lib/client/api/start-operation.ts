import type { CreateSelection, StartOperation } from '@/lib/domain/command'
import { AppError } from '@/lib/domain/errors'
import { isStop, type Operation } from '@/lib/domain/operation'
import type { Selection } from '@/lib/domain/wire/selection'
import { fetchJson } from './fetch-json'
import { orgPath } from './query-path'

const TRIES = 3
const PAUSE_MS = 1_000

const isUnreachable = (error: unknown) => error instanceof AppError && error.code === 'unavailable'
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Starts an operation and waits up to 3 s for its end. A stop whose answer was lost is sent again under the same id, which
 * makes it the same operation; anything else is left to the person.
 */
export async function startOperation(org: string, command: StartOperation): Promise<Operation> {
  const send = () =>
    fetchJson<Operation>(orgPath(org, 'operations'), {
      method: 'POST',
      body: command,
      headers: { prefer: 'wait=3' },
      timeoutMs: 8_000,
    })
  for (let attempt = 1; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      if (!isStop(command.kind) || attempt === TRIES || !isUnreachable(error)) throw error
      await pause(PAUSE_MS)
    }
  }
}

/**
 * What is reviewed. `widens`: a selection again, with whatever matches its selector by now added to it.
 * `withLookalikes`: one again, with what looks like one of it and is not revoked. `undoes`: what taking back this operation
 * is of.
 */
export type ReviewTarget = CreateSelection | { widens: string } | { withLookalikes: string } | { undoes: string }

/** Freezes a selector or ticked ids into a selection, with its review. */
export function createSelection(org: string, what: ReviewTarget, signal?: AbortSignal): Promise<Selection> {
  return fetchJson<Selection>(orgPath(org, 'selections'), { method: 'POST', body: what, signal })
}

/** Adds a reason to an operation that exists already. */
export function addReason(org: string, operationId: string, reason: string): Promise<Operation> {
  const path = orgPath(org, `operations/${encodeURIComponent(operationId)}/reason`)
  return fetchJson<Operation>(path, { method: 'POST', body: { reason } })
}
