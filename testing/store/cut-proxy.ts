/** A network between a console and its database that can be cut, refused or lose what it carries. */
import { connect, createServer, type Socket } from 'node:net'

/** `before`: the server never hears of the commit. `after`: it does, and its answer is lost. */
export type Cut = 'before' | 'after'

/** `answers`: what the server answers is lost. `both`: nothing gets through. Connections stay open in both cases. */
export type Hang = 'answers' | 'both'

export type CutProxy = {
  port: number
  /** At the next commit the connection is cut; what a server must do meanwhile is done before. */
  cutAtCommit: (cut: Cut, meanwhile?: () => unknown) => void
  /** Takes no new connection and cuts those that there are, or takes them again. */
  refuse: (refused: boolean) => void
  /** Keeps what it is given, until null lets it through. */
  hang: (hang: Hang | null) => void
  close: () => void
}

export async function openCutProxy(port: number): Promise<CutProxy> {
  let next: { cut: Cut; meanwhile: () => unknown } | null = null
  let isRefused = false
  let hanging: Hang | null = null
  const open = new Set<{ client: Socket; upstream: Socket }>()

  const pace = ({ client, upstream }: { client: Socket; upstream: Socket }) => {
    if (hanging === 'both') client.pause()
    else client.resume()
    if (hanging === null) upstream.resume()
    else upstream.pause()
  }

  const server = createServer((client) => {
    if (isRefused) return void client.destroy()
    const upstream = connect(port, '127.0.0.1')
    const pair = { client, upstream }
    open.add(pair)
    const end = () => {
      open.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    let isCut = false
    client.on('data', (chunk) => {
      if (next && chunk.includes('commit\0')) {
        const { cut, meanwhile } = next
        next = null
        isCut = true
        meanwhile()
        if (cut === 'before') return end()
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (isCut) end()
      else client.write(chunk)
    })
    for (const socket of [client, upstream]) socket.on('error', () => undefined).on('close', end)
    pace(pair)
  })
  const cutAll = () => {
    for (const { client, upstream } of open) {
      client.destroy()
      upstream.destroy()
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cutAtCommit(cut, meanwhile = () => undefined) {
      next = { cut, meanwhile }
    },
    refuse(refused) {
      isRefused = refused
      if (refused) cutAll()
    },
    hang(hang) {
      hanging = hang
      for (const pair of open) pace(pair)
    },
    close() {
      server.close()
      cutAll()
    },
  }
}
