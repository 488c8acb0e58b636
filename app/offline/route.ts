import { createElement } from 'react'
import { OfflinePage } from '@/components/plain/offline-page'
import { htmlResponse, nonceOf } from '@/lib/server/html'

/** The page that the service worker keeps; the same for everybody, signed in or not. */
export const GET = (request: Request): Promise<Response> =>
  htmlResponse(createElement(OfflinePage, { nonce: nonceOf(request) }))
