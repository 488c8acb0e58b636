import { getConsole } from '@/lib/server/composition'
import { mayReadMetrics } from '@/lib/server/metrics-access'

const REFUSED =
  'Metrics are for a program on this machine, or for one that brings METRICS_TOKEN as "Authorization: Bearer …".\n'

export async function GET(request: Request): Promise<Response> {
  const { config, metrics } = await getConsole()
  if (!mayReadMetrics(request.headers, config)) {
    const headers = { 'www-authenticate': 'Bearer', 'cache-control': 'no-store', 'content-type': 'text/plain' }
    return new Response(REFUSED, { status: 401, headers })
  }
  const { registry } = metrics
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
  })
}
