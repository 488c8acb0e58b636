import { getConsole } from '@/lib/server/composition'

export async function GET(): Promise<Response> {
  const { registry } = (await getConsole()).metrics
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
  })
}
