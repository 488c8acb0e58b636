import { Pool } from 'undici'

/** What the authority answered: the object it sent, whatever its status. */
export type Answer = { status: number; body: Record<string, unknown> }
export type Transport = {
  call: (path: 'register' | 'validate', deviceId: string) => Promise<Answer>
  close: () => Promise<void>
}

const CONNECTIONS_MAX = 64
const REPLY_BYTES_MAX = 64 * 1024

/** One bounded pool of connections for all agents. A call that takes longer than `timeoutMs` in all fails. */
export function createTransport(baseUrl: string, key: string, timeoutMs: number): Transport {
  const url = new URL(baseUrl)
  const pool = new Pool(url.origin, { connections: CONNECTIONS_MAX })
  const prefix = `${url.pathname.replace(/\/$/, '')}/api/v1/devices/`
  return {
    async call(path, deviceId) {
      const reply = await pool.request({
        method: 'POST',
        path: prefix + path,
        headers: { 'x-org-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      let text = ''
      for await (const chunk of reply.body.setEncoding('utf8')) {
        text += chunk
        if (text.length > REPLY_BYTES_MAX) throw new Error('the reply is too long')
      }
      const body: unknown = JSON.parse(text)
      if (typeof body !== 'object' || body === null) throw new Error('the reply is no JSON object')
      return { status: reply.statusCode, body: body as Record<string, unknown> }
    },
    close: () => pool.destroy(),
  }
}
