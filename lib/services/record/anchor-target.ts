/** Where anchors go: a file that only grows, or an HTTPS endpoint that takes each as the body of a POST. */
import { existsSync } from 'node:fs'
import { appendFile, mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { request } from 'undici'
import { type Anchor, parseAnchor } from './anchor'
import { readAnchors } from './read-anchors'

const POST_MS = 5_000
/** The last line of an anchor file is in here: an anchor is some hundred bytes for each org. */
const TAIL_BYTES = 256 * 1024

export type AnchorTarget = {
  name: string
  /** Resolves once the anchor is kept: synced to disk, or answered with 2xx. */
  publish: (anchor: Anchor) => Promise<void>
  /** The newest anchor there; null where there is none, or where it cannot be asked for. */
  newest: () => Promise<Anchor | null>
  /** Every anchor there, oldest first; none where they cannot be asked for. */
  all: () => Promise<Anchor[]>
}

export const anchorTarget = (where: string): AnchorTarget =>
  where.startsWith('https://') ? endpoint(where) : file(where)

function file(path: string): AnchorTarget {
  return {
    name: path,
    async publish(anchor) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await appendFile(path, `${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true })
    },
    async newest() {
      const size = (await stat(path).catch(() => null))?.size ?? 0
      if (size === 0) return null
      const handle = await open(path, 'r')
      try {
        const bytes = Math.min(size, TAIL_BYTES)
        const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, size - bytes)
        const lines = buffer.toString('utf8').trimEnd().split('\n')
        return parseAnchor(lines.at(-1) as string)
      } finally {
        await handle.close()
      }
    },
    all: async () => (existsSync(path) ? readAnchors(path) : []),
  }
}

const endpoint = (url: string): AnchorTarget => ({
  name: new URL(url).host,
  async publish(anchor) {
    const reply = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(anchor),
      headersTimeout: POST_MS,
      bodyTimeout: POST_MS,
      signal: AbortSignal.timeout(POST_MS),
    })
    await reply.body.dump()
    if (reply.statusCode < 200 || reply.statusCode > 299) throw new Error(`it answered ${reply.statusCode}`)
  },
  newest: async () => null,
  all: async () => [],
})
