import { getConsole } from '@/lib/server/composition'

const NO_STORE = { 'cache-control': 'no-store' }

/**
 * Live: this process answers. Ready: configuration and store are there; a failing authority does not make it unready. It needs
 * no sign-in, so it counts and names nothing: `readings` is the number of orgs by how their last reading went.
 */
export async function GET(): Promise<Response> {
  try {
    const { deps } = await getConsole()
    await deps.store.readable()
    const readings = { ok: 0, failing: 0, keyRejected: 0 }
    for (const { reading } of deps.orgs.all())
      readings[reading.keyRejected ? 'keyRejected' : reading.error ? 'failing' : 'ok'] += 1
    return Response.json({ live: true, ready: true, readings }, { headers: NO_STORE })
  } catch {
    return Response.json({ live: true, ready: false }, { status: 503, headers: NO_STORE })
  }
}
