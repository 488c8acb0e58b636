import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StartOperation } from '@/lib/domain/command'
import { mintId } from './mint-id'
import { startOperation } from './start-operation'

const sent: StartOperation[] = []

/** A network that loses the first `losses` answers, after the server has taken the call. */
function network(losses: number) {
  sent.length = 0
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    sent.push(JSON.parse(String(init.body)))
    if (sent.length <= losses) throw new TypeError('network')
    return new Response(JSON.stringify({ id: sent[0]?.id }), { status: 202 })
  })
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** How it ends, with the pauses between its tries over at once. */
async function ended(command: StartOperation): Promise<unknown> {
  const end = startOperation('prod', command).catch((error: unknown) => error)
  await vi.runAllTimersAsync()
  return end
}

describe('starting an operation', () => {
  it('sends a stop whose answer was lost again under the same id', async () => {
    network(2)
    const id = mintId()
    expect(await ended({ id, kind: 'disable' })).toEqual({ id })
    expect(sent.map((command) => command.id)).toEqual([id, id, id])
  })
  it('gives up after three tries and reports that the console cannot be reached', async () => {
    network(9)
    expect(await ended({ id: mintId(), kind: 'revoke' })).toMatchObject({ code: 'unavailable' })
    expect(sent).toHaveLength(3)
  })
  it('never repeats a resume by itself', async () => {
    network(1)
    const end = await ended({ id: mintId(), kind: 'enable', reason: 'fixed' })
    expect(end).toMatchObject({ message: expect.stringContaining('cannot be reached') })
    expect(sent).toHaveLength(1)
  })
  it('mints version 4 UUIDs, each another', () => {
    const ids = new Set([...Array(100).keys()].map(mintId))
    expect(ids.size).toBe(100)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
