import { describe, expect, it } from 'vitest'
import { ownUrlOf } from '@/lib/domain/url-of.mjs'
import { readConfig } from '../config/config'
import { sessionCookie } from './cookie-name'

const SECRETS = {
  AUTH_SECRET: 'address-test-secret-address-test-secret',
  CONSOLE_ENCRYPTION_KEY: 'address-test-encryption-address-test',
}

it.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['localhost', 'http://localhost:3000'],
  ['::1', 'http://[::1]:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://[::1]:3000'],
  ['fe80::1%eth0', 'http://[fe80::1%eth0]:3000'],
])('%s is reached at %s, for the console as for what starts it', (host, url) => {
  expect(ownUrlOf(host, 3000)).toBe(url)
})

it('an IPv6 host of console and authority is in brackets in every address', () => {
  const config = readConfig({ ...SECRETS, CONSOLE_HOST: '::1', AUTHORITY_HOST: '::1' })
  expect([config.publicUrl, config.embeddedUrl]).toEqual(['http://[::1]:3000', 'http://[::1]:4040'])
})

describe('PUBLIC_URL', () => {
  it.each(['https://example.org/console', 'https://example.org/console/', 'http://127.0.0.1:3000/a/b'])(
    'with a path is refused: %s',
    (url) => {
      expect(() => readConfig({ ...SECRETS, PUBLIC_URL: url })).toThrow(
        /PUBLIC_URL: must have no path: .*host name or a port/,
      )
    },
  )
  it.each([
    ['https://example.org', 'https://example.org'],
    ['https://example.org/', 'https://example.org'],
    ['https://example.org:8443', 'https://example.org:8443'],
  ])('at the root is taken: %s', (url, taken) => {
    expect(readConfig({ ...SECRETS, PUBLIC_URL: url }).publicUrl).toBe(taken)
  })
})

describe('two consoles on one host do not sign each other out', () => {
  const nameAt = (url: string) => sessionCookie({ publicUrl: url }).name
  it.each([
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3001'],
    ['https://example.org', 'https://example.org:8443'],
    ['https://example.org:8443', 'https://example.org:9443'],
    ['http://example.test', 'https://example.test'],
    ['http://127.0.0.1:443', 'https://127.0.0.1'],
  ])('%s and %s have cookies of their own', (one, other) => {
    expect(nameAt(one)).not.toBe(nameAt(other))
  })
  it('keeps the name that phones have behind https on its own port', () => {
    expect(nameAt('https://console.example.org')).toBe('__Host-machineid-session')
  })
})
