import { createElement } from 'react'
import { OfflinePage } from '@/components/plain/offline-page'
import { htmlResponse, nonceOf } from '@/lib/server/request/html'

/** What the service worker shows while the console does not answer; the same with a session and without one. */
export const GET = (request: Request): Promise<Response> =>
  htmlResponse(createElement(OfflinePage, { away: 'console', nonce: nonceOf(request) }))
