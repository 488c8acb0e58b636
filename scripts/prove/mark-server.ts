/** Where the command says what it does: a POST to `$PROVE_URL` for a side effect that begins, to `…/tool` for a tool call. */
import { randomUUID } from 'node:crypto'
import { readText, startLoopbackServer } from './loopback-server'

export type Mark = 'effect' | 'tool' | 'agent'
const MARKS: Record<string, Mark> = { '': 'effect', '/effect': 'effect', '/tool': 'tool', '/agent': 'agent' }

export type MarkServer = {
  /** What `PROVE_URL` is set to; no other run has the same. */
  url: string
  close: () => Promise<void>
}

/** @param onMark a mark has come: the command gets its answer, and goes on, when this is through. */
export async function startMarkServer(onMark: (mark: Mark) => void | Promise<void>): Promise<MarkServer> {
  const root = `/${randomUUID()}`
  const server = await startLoopbackServer(async (req, res) => {
    const path = (req.url ?? '').replace(/[?#].*$/, '').replace(/\/$/, '')
    const mark = path.startsWith(root) ? MARKS[path.slice(root.length)] : undefined
    await readText(req)
    if (mark && req.method === 'POST') await onMark(mark)
    res.writeHead(mark ? (req.method === 'POST' ? 204 : 405) : 404)
    res.end()
  })
  return { url: `${server.url}${root}`, close: server.close }
}
