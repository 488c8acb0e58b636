/** The pages for when nothing answers, and what the worker that keeps it may touch. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { GET as unreachable } from '../unreachable/route'
import { GET } from './route'

const WORKER = readFileSync('public/sw.js', 'utf8')
const asked = () => new Request('http://127.0.0.1/', { headers: { 'x-nonce': 'n' } })
const pageOf = async () => (await GET(asked())).text()
const otherPageOf = async () => (await unreachable(asked())).text()

type Seen = { url: string; method?: string; mode?: string }

/** `sent`: requests that the worker sent itself. `answer`: null where it left the request to the browser. */
type Played = { answer: Promise<Response> | null; sent: number }

/** What the worker does with a request; that of a navigation by GET is under way before it is asked, as with every browser. */
function play(worker: string, { url, method = 'GET', mode = 'cors' }: Seen, preload?: Response): Played {
  const listeners = new Map<string, (event: unknown) => void>()
  const self = {
    location: { origin: 'https://console.example' },
    addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
  }
  const caches = { match: async () => undefined, open: async () => ({ match: async () => new Response('') }) }
  const played: Played = { answer: null, sent: 0 }
  const fetch = async () => {
    played.sent += 1
    return new Response('')
  }
  runInNewContext(worker, { self, URL, Response, caches, fetch })
  const respondWith = (response: Promise<Response>) => {
    played.answer = response
    response.catch(() => undefined)
  }
  listeners.get('fetch')?.({
    request: { url: `https://console.example${url}`, method, mode },
    preloadResponse: Promise.resolve(mode === 'navigate' && method === 'GET' ? preload : undefined),
    respondWith,
    waitUntil: () => undefined,
  })
  return played
}

const answers = (worker: string, seen: Seen): boolean => play(worker, seen).answer !== null

const UNTOUCHED: Seen[] = [
  { url: '/stop/main', method: 'POST', mode: 'navigate' },
  { url: '/api/orgs/main/operations', method: 'POST' },
  { url: '/api/orgs/main/state' },
  { url: '/api/orgs/main/devices.csv' },
  { url: '/main?_rsc=abc' },
  { url: '/state-stopped.svg', mode: 'no-cors' },
]
const touched = (worker: string) => UNTOUCHED.filter((request) => answers(worker, request)).map(({ url }) => url)

it('looks at no form, no API and no data of a page', () => {
  expect(touched(WORKER)).toEqual([])
  expect(answers(WORKER, { url: '/main', mode: 'navigate' })).toBe(true)
  expect(answers(WORKER, { url: '/_next/static/chunks/a.js', mode: 'no-cors' })).toBe(true)
})

it('a worker that takes forms is caught', () => {
  expect(touched(WORKER.replace("request.method !== 'GET' || ", ''))).toContain('/stop/main')
})

const NAVIGATIONS = ['/main', '/api/orgs/main/devices.csv', '/api/orgs/main/activity.jsonl', '/stop', '/sign-in']

/** Those that reach the console twice: the worker sends them again, or leaves them to the browser, which does. */
async function sentTwice(worker: string): Promise<string[]> {
  const twice: string[] = []
  for (const url of NAVIGATIONS) {
    const preload = new Response('the one answer')
    const played = play(worker, { url, mode: 'navigate' }, preload)
    if ((await played.answer) !== preload || played.sent > 0) twice.push(url)
  }
  return twice
}

it('answers every navigation with the request that is under way', async () => {
  expect(await sentTwice(WORKER)).toEqual([])
})

it('a worker that leaves exports to the browser, or sends again, is caught', async () => {
  const leaves = WORKER.replace('origin !== self.location.origin', "$& || pathname.startsWith('/api/')")
  expect(await sentTwice(leaves)).toEqual(NAVIGATIONS.filter((url) => url.startsWith('/api/')))
  expect(await sentTwice(WORKER.replace('(await event.preloadResponse) ?? ', ''))).toEqual(NAVIGATIONS)
})

/** Which page is shown where nothing answers. */
async function shownWhere(onLine: boolean): Promise<string> {
  const listeners = new Map<string, (event: unknown) => void>()
  let shown = ''
  const caches = {
    match: async (page: string) => {
      shown = page
      return new Response('')
    },
  }
  const self = {
    location: { origin: 'https://console.example' },
    navigator: { onLine },
    addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
  }
  const fetch = () => Promise.reject(new TypeError('Failed to fetch'))
  runInNewContext(WORKER, { self, URL, Response, caches, fetch })
  const request = { url: 'https://console.example/stop', method: 'GET', mode: 'navigate' }
  await new Promise((answered) => {
    listeners.get('fetch')?.({
      request,
      preloadResponse: Promise.resolve(undefined),
      respondWith: (response: Promise<Response>) => response.then(answered),
    })
  })
  return shown
}

it('says offline where the device has no network, and of a console that is gone that it is', async () => {
  expect(await shownWhere(false)).toBe('/offline')
  expect(await shownWhere(true)).toBe('/unreachable')
})

it('keeps the pages as they are now: a change of one changes the name of its cache', async () => {
  const digest = createHash('sha256')
    .update(await pageOf())
    .update(await otherPageOf())
    .digest('hex')
    .slice(0, 12)
  expect(WORKER).toContain(`'offline-${digest}'`)
})

it('claims nothing of a stop, needs no script, and sends nothing', async () => {
  const [offline, other] = [await pageOf(), await otherPageOf()]
  expect(offline).toContain('You are offline')
  expect(other).toContain('The console cannot be reached')
  expect(other).not.toMatch(/offline/i)
  for (const page of [offline, other]) {
    expect(page).toContain('Nothing was stopped or resumed by opening this page')
    expect(page).not.toMatch(/<script|<form|in force now/)
  }
})
