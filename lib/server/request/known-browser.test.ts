import { describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { knownBrowsers, rememberBrowser } from './known-browser'

const CONFIG = { publicUrl: 'https://console.example', authSecret: new Secret('browser-secret-browser-secret-browser') }
const NOW = 1_800_000_000_000
const DAY_MS = 86_400_000

const sent = (setCookie: string) => setCookie.split(';')[0] as string
const names = (cookie: string, now = NOW, config = CONFIG) =>
  knownBrowsers(config, cookie, now).map(({ userId }) => userId)

describe('the cookie of a known browser', () => {
  const ann = rememberBrowser(CONFIG, null, 'ann', NOW)
  it('is read by the console alone, and names who signed in', () => {
    expect(ann).toMatch(/^__Host-machineid-browser=[^;]+; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(names(sent(ann))).toEqual(['ann'])
  })
  it('holds several people, each once, and no more than four', () => {
    let cookie = sent(ann)
    for (const userId of ['ben', 'ann', 'carl', 'dora', 'eve'])
      cookie = sent(rememberBrowser(CONFIG, cookie, userId, NOW))
    expect(names(cookie)).toEqual(['eve', 'dora', 'carl', 'ann'])
    expect(cookie.length).toBeLessThan(700)
  })
  it('is another one after each sign-in', () => {
    const idOf = (cookie: string) => knownBrowsers(CONFIG, sent(cookie), NOW)[0]?.browserId
    expect(idOf(rememberBrowser(CONFIG, sent(ann), 'ann', NOW))).not.toBe(idOf(ann))
  })
  it('expires', () => {
    expect(names(sent(ann), NOW + 179 * DAY_MS)).toEqual(['ann'])
    expect(names(sent(ann), NOW + 181 * DAY_MS)).toEqual([])
  })

  const [name, value] = sent(ann).split('=') as [string, string]
  const [userId, browserId, at, seal] = value.split('.') as [string, string, string, string]
  it.each([
    ['of another account', ['ben', browserId, at, seal]],
    ['with another id', [userId, 'other', at, seal]],
    ['made younger', [userId, browserId, String(Number(at) + 1), seal]],
    ['without a seal', [userId, browserId, at, '']],
    ['with another seal', [userId, browserId, at, seal.replace(/^./, (char) => (char === 'A' ? 'B' : 'A'))]],
    ['that is nothing of ours', ['x']],
    ['that is empty', ['']],
    ['whose date is none', [userId, browserId, 'NaN', seal]],
  ])('one %s is no use', (_, parts) => {
    expect(names(`${name}=${parts.join('.')}`)).toEqual([])
  })
  it('one of another console, or moved to the name of another, is no use', () => {
    expect(
      names(sent(ann), NOW, { ...CONFIG, authSecret: new Secret('other-secret-other-secret-other-secret') }),
    ).toEqual([])
    expect(names(`machineid-browser-3000=${value}`)).toEqual([])
  })
})
