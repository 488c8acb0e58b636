/*
 * Keeps the hashed static files of the console's shell and two pages for when nothing answers, and nothing else: no answer with data, no page
 * of anybody. A form is never looked at here, so that no stop can be kept, sent twice or sent later by this file.
 *
 * With navigation preload the browser sends the request of every navigation before it asks this worker. If the worker left
 * such a navigation to the browser, that would send it a second time, and an export would be made and recorded twice. So
 * every navigation by GET is answered with the request that is under way already, exports included.
 */
/** The number is the digest of both pages; a test says which it must be when one changes. */
const OFFLINE_CACHE = 'offline-37787f46e706'
const FILES_CACHE = 'files-1'
const OFFLINE_PAGE = '/offline'
const UNREACHABLE_PAGE = '/unreachable'
const FILES_MAX = 150

self.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(OFFLINE_CACHE)
    for (const page of [OFFLINE_PAGE, UNREACHABLE_PAGE])
      await cache.add(new Request(page, { cache: 'reload', credentials: 'omit' }))
    await self.skipWaiting()
  }
  event.waitUntil(keep())
})

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    for (const name of await caches.keys()) {
      if (name !== OFFLINE_CACHE && name !== FILES_CACHE) await caches.delete(name)
    }
    // The request of a page leaves before this worker has started, which takes long on a slow phone.
    await self.registration.navigationPreload?.enable()
    await self.clients.claim()
  }
  event.waitUntil(takeOver())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(pageOrOffline(event))
  else if (pathname.startsWith('/_next/static/')) event.respondWith(staticFile(event))
})

async function pageOrOffline(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    // Whether there is a network at all; a browser that thinks so may be wrong, one that says no is right.
    const page = self.navigator.onLine ? UNREACHABLE_PAGE : OFFLINE_PAGE
    return (await caches.match(page, { cacheName: OFFLINE_CACHE })) ?? Response.error()
  }
}

/** The name of such a file changes with its content, so the kept one is the right one. */
async function staticFile(event) {
  const cache = await caches.open(FILES_CACHE)
  const kept = await cache.match(event.request)
  if (kept) return kept
  const response = await fetch(event.request)
  if (response.ok) event.waitUntil(keepFile(cache, event.request, response.clone()))
  return response
}

/** Files of older deploys go first. A full disk only means that nothing is kept. */
async function keepFile(cache, request, response) {
  try {
    await cache.put(request, response)
    const names = await cache.keys()
    for (const name of names.slice(0, Math.max(0, names.length - FILES_MAX))) await cache.delete(name)
  } catch {
    await caches.delete(FILES_CACHE)
  }
}
