import { randomUUID } from 'node:crypto'
import { AppError } from '@/lib/domain/errors'
import { getConsole } from '@/lib/server/composition'
import { mayReadMetrics } from '@/lib/server/request/metrics-access'
import { problemResponse } from '@/lib/server/route'

const REFUSED =
  'Send METRICS_TOKEN as "Authorization: Bearer …" to read the metrics. Without a token, and without a public address of the console, they are for programs on this machine.'

export async function GET(request: Request): Promise<Response> {
  const { config, metrics } = await getConsole()
  if (!mayReadMetrics(request.headers, config)) {
    const response = problemResponse(new AppError('unauthenticated', REFUSED), randomUUID())
    response.headers.set('www-authenticate', 'Bearer')
    return response
  }
  const { registry } = metrics
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
  })
}
