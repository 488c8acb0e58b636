/** The offline page, and what the worker that keeps it may touch. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { GET } from './route'

const WORKER = readFileSync('public/sw.js', 'utf8')
const pageOf = async () => (await GET(new Request('http://127.0.0.1/offline', { headers: { 'x-nonce': 'n' } }))).text()

type Seen = { url: string; method?: string; mode?: string }

/** True when the worker answers that request itself; false when it leaves it to the browser. */
function answers(worker: string, { url, method = 'GET', mode = 'cors' }: Seen): boolean {
  const listeners = new Map<string, (event: unknown) => void>()
  const self = {
    location: { origin: 'https://console.example' },
    addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
  }
  const caches = { match: async () => undefined, open: async () => ({ match: async () => new Response('') }) }
  runInNewContext(worker, { self, URL, Response, caches, fetch: async () => new Response('') })
  let answered = false
  const respondWith = (response: Promise<unknown>) => {
    answered = true
    response.catch(() => undefined)
  }
  listeners.get('fetch')?.({
    request: { url: `https://console.example${url}`, method, mode },
    respondWith,
    waitUntil: () => undefined,
  })
  return answered
}

const UNTOUCHED: Seen[] = [
  { url: '/stop/main', method: 'POST', mode: 'navigate' },
  { url: '/api/orgs/main/operations', method: 'POST' },
  { url: '/api/orgs/main/state' },
  { url: '/api/orgs/main/devices.csv', mode: 'navigate' },
  { url: '/main?_rsc=abc' },
  { url: '/state-stopped.svg', mode: 'no-cors' },
]
const touched = (worker: string) => UNTOUCHED.filter((request) => answers(worker, request)).map(({ url }) => url)

it('looks at no form, no API and no data of a page', () => {
  expect(touched(WORKER)).toEqual([])
  expect(answers(WORKER, { url: '/main', mode: 'navigate' })).toBe(true)
  expect(answers(WORKER, { url: '/_next/static/chunks/a.js', mode: 'no-cors' })).toBe(true)
})

it('a worker that takes forms, or the API, is caught', () => {
  expect(touched(WORKER.replace("request.method !== 'GET' || ", ''))).toContain('/stop/main')
  expect(touched(WORKER.replace(" || pathname.startsWith('/api/')", ''))).toContain('/api/orgs/main/devices.csv')
})

it('keeps the page as it is now: a change of it changes the name of its cache', async () => {
  const digest = createHash('sha256')
    .update(await pageOf())
    .digest('hex')
    .slice(0, 12)
  expect(WORKER).toContain(`'offline-${digest}'`)
})

it('claims nothing of a stop, needs no script, and sends nothing', async () => {
  const page = await pageOf()
  expect(page).toContain('You are offline')
  expect(page).toContain('Nothing was stopped or resumed by opening this page')
  expect(page).not.toMatch(/<script|<form|in force now/)
})
