/** At which name of the console a page was requested: a sign-in at another name does not work. */
import { expect, it } from 'vitest'
import { isTrustedPeer, SOCKET_ADDRESS } from './address'
import { hostOf } from './origin-check'

const PROXY = { [SOCKET_ADDRESS]: '::ffff:127.0.0.1' }
const STRANGER = { [SOCKET_ADDRESS]: '203.0.113.9' }
const trustedProxies = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']

it.each([
  ['http://127.0.0.1:3000', { host: '127.0.0.1:3000' }, 'own'],
  ['http://127.0.0.1:3000', { host: 'localhost:3000' }, 'other-loopback'],
  ['http://localhost:3000', { host: '[::1]:3000' }, 'other-loopback'],
  ['http://127.0.0.1:3000', { host: '192.0.2.7:3000' }, 'elsewhere'],
  ['https://console.example', { host: 'console.example' }, 'own'],
  ['https://console.example', { host: 'console.example:443' }, 'own'],
  ['https://console.example', { host: '10.0.0.3:3000', 'x-forwarded-host': 'console.example', ...PROXY }, 'own'],
  ['https://console.example', { host: 'console.example', 'x-forwarded-host': 'evil.example', ...STRANGER }, 'own'],
  [
    'https://console.example',
    { host: '10.0.0.3:3000', 'x-forwarded-host': 'console.example', ...STRANGER },
    'elsewhere',
  ],
  ['https://console.example', { host: 'localhost:3000' }, 'elsewhere'],
  ['https://console.example', {}, 'own'],
  ['https://console.example', { host: 'not a host' }, 'own'],
])('%s asked for as %j is %s', (publicUrl, headers, expected) => {
  expect(hostOf(new Headers(headers as Record<string, string>), { publicUrl, trustedProxies })).toBe(expected)
})

it.each([
  ['127.0.0.1', true],
  ['::ffff:10.9.8.7', true],
  ['2001:db8::5', true],
  ['11.0.0.1', false],
  ['2001:db9::5', false],
  ['', false],
  ['127.0.0.1, 10.0.0.1', false],
])('a request from the socket %j is from a proxy of ours: %s', (socket, expected) => {
  expect(isTrustedPeer(new Headers({ [SOCKET_ADDRESS]: socket }), { trustedProxies })).toBe(expected)
})

it('finds a check that believes the header of a stranger (mutant)', () => {
  const headers = new Headers({ host: 'console.example', 'x-forwarded-host': 'evil.example', ...STRANGER })
  const config = { publicUrl: 'https://console.example', trustedProxies }
  expect(hostOf(headers, config)).toBe('own')
  expect(hostOf(headers, { ...config, trustedProxies: ['0.0.0.0/0'] })).toBe('elsewhere')
})
