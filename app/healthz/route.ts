import { getConsole } from '@/lib/server/composition'

/** Live: this process answers. Ready: configuration and store are there; a failing authority does not make it unready. */
export async function GET(): Promise<Response> {
  try {
    const { deps } = await getConsole()
    deps.store.readable()
    const orgs = deps.orgs.all().map(({ row, reading }) => ({ org: row.slug, reading: reading.error?.code ?? 'ok' }))
    return Response.json(
      { live: true, ready: true, version: deps.version, orgs },
      { headers: { 'cache-control': 'no-store' } },
    )
  } catch {
    return Response.json({ live: true, ready: false }, { status: 503, headers: { 'cache-control': 'no-store' } })
  }
}
