/** How long the page of a rotation takes to show which of 1,000 devices are on the new key and which are dark. */
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import pMap from 'p-map'
import type { Rotated } from '@/lib/domain/wire/rotation'
import type { Figure } from './authority-bench'
import { type ConsoleSession, openSession } from './console-session'
import { AGENT_KEY, freePort, ORG_KEY, withStage } from './stage'
import { withPage } from './with-page'

const DEVICES = 1_000
const ROUNDS = 5
const LIMIT_S = 5
const SHOWN_WAIT_MS = 30_000
const CALLS_AT_ONCE = 16

const IDS = Array.from({ length: DEVICES }, (_, nth) => `node:prod:runner:${String(nth).padStart(4, '0')}`)

async function call(url: string, key: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-org-key': key, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} was answered ${response.status}`)
  return response.json()
}

const validateAll = (url: string, key: string, ids: readonly string[]) =>
  pMap(ids, (deviceId) => call(url, key, 'devices/validate', { deviceId }), { concurrency: CALLS_AT_ONCE })

/** Epoch ms, by the machine's one clock, at which the page said both. */
const whenShown = (page: Page, texts: readonly string[]): Promise<number> =>
  page.evaluate(
    ({ texts, waitMs }) =>
      new Promise<number>((resolve, reject) => {
        const look = () => {
          const shown = document.body.textContent ?? ''
          if (!texts.every((text) => shown.includes(text))) return
          observer.disconnect()
          resolve(Date.now())
        }
        const observer = new MutationObserver(look)
        observer.observe(document, { subtree: true, childList: true, characterData: true })
        setTimeout(() => reject(new Error(`the page never showed ${texts.join(' and ')}`)), waitMs)
        look()
      }),
    { texts, waitMs: SHOWN_WAIT_MS },
  )

/** `rotation.dark.s`: the worst of five rotations, from the answer to the last device that comes back until the page has the counts right. */
export async function rotationDark(): Promise<Figure> {
  return withStage(async (stage) => {
    const port = await freePort()
    const authorityUrl = `http://127.0.0.1:${port}`
    await stage.authority(port, DEVICES)
    await pMap(IDS, (deviceId) => call(authorityUrl, AGENT_KEY, 'devices/register', { deviceId }), {
      concurrency: CALLS_AT_ONCE,
    })
    await validateAll(authorityUrl, AGENT_KEY, IDS)
    const { url } = await stage.console(authorityUrl)
    const session = await openSession(url)
    return withPage(url, session, async (page) => {
      const seconds: number[] = []
      for (let round = 1; round <= ROUNDS; round += 1) {
        const { keys } = (await call(authorityUrl, ORG_KEY, 'org/agent_keys')) as { keys: { id: string }[] }
        const { rotation, text } = await rotate(session, keys[0]?.id ?? '')
        await page.goto(`${url}/main/keys/rotation?key=${rotation.newKeyId}`)
        await page.getByText('0 on the new key').waitFor()
        const dark = 10 * round
        const comeBack = async () => {
          await validateAll(authorityUrl, text ?? '', IDS.slice(dark))
          return Date.now()
        }
        const texts = [`${(DEVICES - dark).toLocaleString('en')} on the new key`, `${dark} dark`]
        const [shownAt, lastAt] = await Promise.all([whenShown(page, texts), comeBack()])
        seconds.push(Math.max(0, shownAt - lastAt) / 1_000)
        await validateAll(authorityUrl, text ?? '', IDS)
      }
      const max = Math.max(...seconds)
      console.error(JSON.stringify({ rotations: seconds }))
      return {
        name: 'rotation.dark.s',
        value: Math.round(max * 100) / 100,
        unit: 's',
        limit: LIMIT_S,
        ok: max <= LIMIT_S,
      }
    })
  })
}

const rotate = (session: ConsoleSession, keyId: string): Promise<Rotated> =>
  session.post('/api/orgs/main/rotations', {
    id: randomUUID(),
    kind: 'agent',
    keyId,
    overlapSeconds: 0,
    reason: 'a bench',
    typed: 'main',
  })
