import { AGENT_KEY } from '../../bench/stage'

const AT_ONCE = 200

/** Registers so many devices at an authority that never ask anything. */
export async function registerMore(authorityUrl: string, count: number): Promise<void> {
  const headers = { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' }
  for (let from = 0; from < count; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - from) }, async (_, at) => {
        const body = JSON.stringify({ deviceId: `batch:prod:importer:${String(from + at + 1).padStart(6, '0')}` })
        const reply = await fetch(`${authorityUrl}/api/v1/devices/register`, { method: 'POST', headers, body })
        if (!reply.ok) throw new Error(`The authority did not register a device: ${reply.status}.`)
        await reply.arrayBuffer()
      }),
    )
}
