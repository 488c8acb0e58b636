/** Requests that make no sense, over bare sockets, and who may read the metrics: refused in few words, with every header. */
import { describe, expect, it } from 'vitest'
import { testAuthority } from '@/testing/authority/test-authority'
import { oddRequests } from '@/testing/http/odd-requests'
import { faultsOf, sendRaw } from '@/testing/http/raw-answers'
import { readConfig } from './config'
import { type MetricsAccess, metricsAccessOf } from './metrics-access'

it('answers each of them with a refusal, faults at none, and carries its headers on every answer', async () => {
  const seen: unknown[] = []
  const { port, url, org } = await testAuthority({ onFault: (error) => seen.push(error) })
  const faults: string[] = []
  for (const odd of oddRequests(`127.0.0.1:${port}`))
    faults.push(...faultsOf({ ...odd, answered: 'refused' }, await sendRaw(port, odd.raw)))
  expect(faults).toEqual([])
  expect(seen).toEqual([])
  for (const path of ['/healthz', '/metrics', '/api/v1/devices/list', '/api/v1/usage', '/nothing']) {
    const { headers } = await fetch(`${url}${path}`, { headers: { 'x-org-key': org.key } })
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
  const decide = (key: string) =>
    fetch(`${url}/api/v1/devices/validate`, {
      method: 'POST',
      headers: { 'x-org-key': key, 'content-type': 'application/json' },
      body: '{"deviceId":"crewai:prod:runner:01"}',
    })
  expect((await decide(org.key)).headers.get('x-content-type-options')).toBe('nosniff')
  const refused = (await decide('not-a-key')).headers
  expect(refused.get('content-security-policy')).toContain("frame-ancestors 'none'")
}, 60_000)

describe('the metrics', () => {
  const TOKEN = 'a-token-of-some-length'
  const statusOf = async (metricsAccess: MetricsAccess, headers: Record<string, string> = {}) => {
    const { url } = await testAuthority({ metricsAccess })
    const reply = await fetch(`${url}/metrics`, { headers })
    expect((await reply.text()).includes('authority_validates_total')).toBe(reply.status === 200)
    return reply.status
  }
  it('with a token are for a client that sends it', async () => {
    expect(await statusOf({ token: TOKEN }, { authorization: `Bearer ${TOKEN}` })).toBe(200)
    expect(await statusOf({ token: TOKEN }, { authorization: `Basic ${TOKEN}` })).toBe(401)
    expect(await statusOf({ token: TOKEN }, { authorization: `Bearer ${TOKEN.slice(1)}` })).toBe(401)
    expect(await statusOf({ token: TOKEN })).toBe(401)
  })
  it('without a token are for a program of this machine, never for what came through a proxy', async () => {
    expect(await statusOf('here')).toBe(200)
    for (const name of ['forwarded', 'x-forwarded-for', 'x-real-ip'])
      expect(await statusOf('here', { [name]: '127.0.0.1' })).toBe(401)
    expect(await statusOf('closed')).toBe(401)
  })
})

/** Configurations that other machines reach: without a token their metrics must be closed. */
const REACHED = [
  { PUBLIC_URL: 'https://console.example' },
  { PUBLIC_URL: 'https://10.0.0.7:8443' },
  { PUBLIC_URL: 'not an address' },
  { PUBLIC_URL: 'https://127.0.0.1.example' },
  { AUTHORITY_HOST: '0.0.0.0' },
  { AUTHORITY_HOST: '::' },
  { AUTHORITY_HOST: '192.0.2.7', PUBLIC_URL: 'http://127.0.0.1:3000' },
]
const openTo = (accessOf: typeof metricsAccessOf) =>
  REACHED.filter((env) => {
    const { PUBLIC_URL: publicUrl, AUTHORITY_HOST: host = '127.0.0.1' } = env as Record<string, string>
    return accessOf({ publicUrl, host }) !== 'closed'
  })

it('requires the token wherever it, or the console beside it, is reached by others', () => {
  expect(openTo(metricsAccessOf)).toEqual([])
  for (const env of REACHED) expect(readConfig({ NODE_ENV: 'test', ...env }).metricsAccess).toBe('closed')
  const METRICS_TOKEN = 'a-token-of-some-length'
  for (const env of [...REACHED, {}])
    expect(readConfig({ NODE_ENV: 'test', METRICS_TOKEN, ...env }).metricsAccess).toEqual({ token: METRICS_TOKEN })
  for (const PUBLIC_URL of ['', 'http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'])
    expect(readConfig({ NODE_ENV: 'test', PUBLIC_URL }).metricsAccess).toBe('here')
})

it('finds an access that looks at the own host alone (mutant)', () => {
  expect(openTo(({ host }) => metricsAccessOf({ host })).length).toBeGreaterThan(0)
})
