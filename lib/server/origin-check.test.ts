/** At which name of the console a page was asked for: signing in at another one leads nowhere. */
import { expect, it } from 'vitest'
import { hostOf } from './origin-check'

it.each([
  ['http://127.0.0.1:3000', { host: '127.0.0.1:3000' }, 'own'],
  ['http://127.0.0.1:3000', { host: 'localhost:3000' }, 'other-loopback'],
  ['http://localhost:3000', { host: '[::1]:3000' }, 'other-loopback'],
  ['http://127.0.0.1:3000', { host: '192.0.2.7:3000' }, 'elsewhere'],
  ['https://console.example', { host: 'console.example' }, 'own'],
  ['https://console.example', { host: 'console.example:443' }, 'own'],
  ['https://console.example', { host: '10.0.0.3:3000', 'x-forwarded-host': 'console.example' }, 'own'],
  ['https://console.example', { host: 'localhost:3000' }, 'elsewhere'],
  ['https://console.example', {}, 'own'],
  ['https://console.example', { host: 'not a host' }, 'own'],
])('%s asked for as %j is %s', (publicUrl, headers, expected) => {
  expect(hostOf(new Headers(headers as Record<string, string>), publicUrl)).toBe(expected)
})
