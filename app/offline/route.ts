import { createElement } from 'react'
import { OfflinePage } from '@/components/plain/offline-page'
import { htmlResponse, nonceOf } from '@/lib/server/request/html'

/** What the service worker shows while the device has no network; the same with a session and without one. */
export const GET = (request: Request): Promise<Response> =>
  htmlResponse(createElement(OfflinePage, { away: 'network', nonce: nonceOf(request) }))
