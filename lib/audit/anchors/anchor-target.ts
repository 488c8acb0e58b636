/** Where anchors go: a file that only grows, or an HTTPS endpoint that takes each as the body of a POST. */
import { existsSync } from 'node:fs'
import { appendFile, mkdir, open, stat, truncate } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { request } from 'undici'
import { type Anchor, parseAnchor } from './anchor'
import { ANCHORS_ELSEWHERE, type AnchorFile, NO_ANCHORS, readAnchors } from './read-anchors'

const POST_MS = 5_000
/** The last line of an anchor file is in here: an anchor is some hundred bytes for each org. */
const TAIL_BYTES = 256 * 1024

export type AnchorTarget = {
  /** For every person who may see the record: the name of the file, or the host. */
  name: string
  /** Resolves once the anchor is kept: synced to disk, or answered with 2xx. */
  publish: (anchor: Anchor) => Promise<void>
  /** The newest anchor there; null if there is none, or if the target cannot be read. */
  newest: () => Promise<Anchor | null>
  /** Every anchor there, oldest first. */
  all: () => Promise<AnchorFile>
  /** Whether it can be read. */
  isReadable: boolean
}

export const anchorTarget = (where: string): AnchorTarget =>
  where.startsWith('https://') ? endpoint(where) : file(where)

function file(path: string): AnchorTarget {
  return {
    name: basename(path),
    async publish(anchor) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await dropHalfLine(path)
      await appendFile(path, `${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true })
    },
    async newest() {
      const lines = (await tailOf(path)).split('\n')
      const rest = parseAnchor(lines.pop() ?? '')
      return rest ?? (lines.length === 0 ? null : parseAnchor(lines.at(-1) as string))
    },
    all: async () => (existsSync(path) ? readAnchors(path) : NO_ANCHORS),
    isReadable: true,
  }
}

async function tailOf(path: string): Promise<string> {
  const size = (await stat(path).catch(() => null))?.size ?? 0
  if (size === 0) return ''
  const handle = await open(path, 'r')
  try {
    const bytes = Math.min(size, TAIL_BYTES)
    const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, size - bytes)
    return buffer.toString('utf8')
  } finally {
    await handle.close()
  }
}

/** What a power cut left of an anchor was never acknowledged; the next one must not go on in its line. */
async function dropHalfLine(path: string): Promise<void> {
  const half = (await tailOf(path)).split('\n').at(-1) ?? ''
  if (half === '') return
  if (parseAnchor(half)) await appendFile(path, '\n', { flush: true })
  else await truncate(path, (await stat(path)).size - Buffer.byteLength(half))
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
  all: async () => ANCHORS_ELSEWHERE,
  isReadable: false,
})
