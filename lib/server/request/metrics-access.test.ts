/** Who may read the metrics. The mutant that trusts the socket alone hands them to the whole network behind a proxy. */
import { expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { isLoopback } from '@/lib/orgs/authority-url'
import { SOCKET_ADDRESS } from './address'
import { mayReadMetrics } from './metrics-access'

const from = (socket: string, more: Record<string, string> = {}) => new Headers({ [SOCKET_ADDRESS]: socket, ...more })

const OPEN = [from('127.0.0.1'), from('::1'), from('::ffff:127.0.0.1', { 'x-forwarded-for': '::ffff:127.0.0.1' })]
const CLOSED = [
  from('10.0.0.7'),
  from(''),
  from('10.0.0.7', { 'x-forwarded-for': '127.0.0.1' }),
  from('127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }),
  from('127.0.0.1', { 'x-forwarded-for': '127.0.0.1, 10.0.0.7' }),
  from('127.0.0.1', { forwarded: 'for=10.0.0.7' }),
  from('127.0.0.1', { 'x-real-ip': '10.0.0.7' }),
]

it('answers a program on this machine and no client behind a proxy', () => {
  const here = { publicUrl: 'http://127.0.0.1:3000' }
  for (const headers of OPEN) expect(mayReadMetrics(headers, here)).toBe(true)
  for (const headers of CLOSED) expect(mayReadMetrics(headers, here)).toBe(false)
  const socketAlone = (headers: Headers) => isLoopback(headers.get(SOCKET_ADDRESS) ?? '')
  expect(CLOSED.some(socketAlone)).toBe(true)
})

it('requires the token where there is one, from this machine too', () => {
  const config = { metricsToken: new Secret('a-token-of-some-length'), publicUrl: 'https://console.example' }
  const bearing = (authorization: string) => from('10.0.0.7', { authorization })
  expect(mayReadMetrics(bearing('Bearer a-token-of-some-length'), config)).toBe(true)
  expect(mayReadMetrics(bearing('bearer  a-token-of-some-length'), config)).toBe(true)
  for (const wrong of [
    '',
    'Bearer',
    'Bearer a-token-of-some-lengt',
    'Basic a-token-of-some-length',
    'a-token-of-some-length',
  ])
    expect(mayReadMetrics(bearing(wrong), config)).toBe(false)
  expect(mayReadMetrics(from('127.0.0.1'), config)).toBe(false)
})

/** Requests that a console with a public address and without a token answers. */
const answered = (may: typeof mayReadMetrics, publicUrl: string) =>
  [...OPEN, ...CLOSED, from('127.0.0.1', { authorization: 'Bearer ' })].filter((headers) => may(headers, { publicUrl }))

it('answers no client without a token where the console has a public address', () => {
  for (const publicUrl of ['https://console.example', 'https://10.0.0.7', 'https://127.0.0.1.example'])
    expect(answered(mayReadMetrics, publicUrl)).toEqual([])
  expect(answered(mayReadMetrics, 'http://[::1]:3000').length).toBeGreaterThan(0)
})

it('finds an access check without the public address (mutant)', () => {
  const mutant: typeof mayReadMetrics = (headers, config) =>
    mayReadMetrics(headers, { ...config, publicUrl: 'http://127.0.0.1:3000' })
  expect(answered(mutant, 'https://console.example').length).toBeGreaterThan(0)
})
