/** A network between a console and its database that can be cut in the middle of a commit. */
import { connect, createServer, type Socket } from 'node:net'

/** `before`: the server never hears of the commit. `after`: it does, and its answer is lost. */
export type Cut = 'before' | 'after'

export type CutProxy = {
  port: number
  /** At the next commit the connection is cut; what a server must do meanwhile is done before. */
  cutAtCommit: (cut: Cut, meanwhile?: () => unknown) => void
  /** Takes no new connection, or takes them again. */
  refuse: (refused: boolean) => void
  close: () => void
}

export async function openCutProxy(port: number): Promise<CutProxy> {
  let next: { cut: Cut; meanwhile: () => unknown } | null = null
  let isRefused = false
  const open = new Set<Socket>()
  const server = createServer((client) => {
    if (isRefused) return void client.destroy()
    const upstream = connect(port, '127.0.0.1')
    let isCut = false
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
    }
    client.on('data', (chunk) => {
      if (next && chunk.includes('commit\0')) {
        const { cut, meanwhile } = next
        next = null
        isCut = true
        meanwhile()
        if (cut === 'before') {
          client.destroy()
          upstream.destroy()
          return
        }
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (!isCut) return void client.write(chunk)
      client.destroy()
      upstream.destroy()
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cutAtCommit(cut, meanwhile = () => undefined) {
      next = { cut, meanwhile }
    },
    refuse(refused) {
      isRefused = refused
    },
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
