/**
 * The cookie of a browser that signed in: it gives the next sign-in with the same account a lane of its own, and nothing else.
 * Each entry is bound to its account by a seal, so that a forged one, or one of another account, is no use. A browser that
 * several people use has an entry for each.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { parseCookie } from 'cookie'
import type { KnownBrowser } from '@/lib/sign-in/sign-in-door'
import type { Config } from '../config/config'
import { cookieName, setCookie } from './cookie-name'

const ENTRIES_MAX = 4
const DAY_MS = 86_400_000
/** After so long without a sign-in the browser is a stranger again. */
const DAYS = 180

type Sealing = Pick<Config, 'publicUrl' | 'authSecret'>

/** The browser as each account that it proves to have signed in with; `now` in epoch ms. */
export const knownBrowsers = (config: Sealing, cookieHeader: string | null, now: number): KnownBrowser[] =>
  entriesOf(config, cookieHeader, now).map(({ userId, browserId }) => ({ userId, browserId }))

/** The `Set-Cookie` after a sign-in: a new entry for the account, so that a stolen copy of the old one shares no lane with it. */
export function rememberBrowser(config: Sealing, cookieHeader: string | null, userId: string, now: number): string {
  const others = entriesOf(config, cookieHeader, now).filter((entry) => entry.userId !== userId)
  const entries = [mint(config, userId, now), ...others.map(({ text }) => text)]
  return setCookie('browser', config, {
    value: entries.slice(0, ENTRIES_MAX).join('~'),
    seconds: (DAYS * DAY_MS) / 1_000,
  })
}

function mint(config: Sealing, userId: string, now: number): string {
  const browserId = randomUUID()
  return [userId, browserId, now, sealOf(config, userId, browserId, now)].join('.')
}

type Entry = KnownBrowser & { text: string }

function entriesOf(config: Sealing, cookieHeader: string | null, now: number): Entry[] {
  const value = parseCookie(cookieHeader ?? '')[cookieName('browser', config)] ?? ''
  return value.split('~', ENTRIES_MAX).flatMap((text) => readEntry(config, text, now) ?? [])
}

function readEntry(config: Sealing, text: string, now: number): Entry | undefined {
  const [userId = '', browserId = '', at = '', seal = ''] = text.split('.')
  const expected = Buffer.from(sealOf(config, userId, browserId, Number(at)))
  const given = Buffer.from(seal)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
  return now - Number(at) <= DAYS * DAY_MS ? { userId, browserId, text } : undefined
}

const sealOf = ({ authSecret }: Sealing, userId: string, browserId: string, at: number): string =>
  createHmac('sha256', authSecret.reveal())
    .update(JSON.stringify(['known-browser', userId, browserId, at]))
    .digest('base64url')
