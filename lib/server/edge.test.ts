/** The small guards at the edge: addresses, origins, paths, forms, logs, configuration. */
import { describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { ConfigError, readConfig } from './config/config'
import { createLog } from './log'
import { addressOf, SOCKET_ADDRESS } from './request/address'
import { checkOrigin } from './request/origin-check'
import { isSafePath } from './request/safe-path'
import { checkStopForm, mintStopForm, STOP_FORM_MS } from './stop/stop-form'

const SECRETS = { AUTH_SECRET: 'x'.repeat(32), CONSOLE_ENCRYPTION_KEY: 'y'.repeat(32) }

describe('addressOf', () => {
  const headers = (socket: string, forwarded?: string) =>
    new Headers({ [SOCKET_ADDRESS]: socket, ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) })

  it('believes no forwarded address without trusted proxies', () => {
    expect(addressOf(headers('203.0.113.9', '198.51.100.7'), { trustedProxies: [] })).toBe('203.0.113.9')
  })
  it('takes the first address from the right that is not one of ours', () => {
    const ours = { trustedProxies: ['127.0.0.1', '10.0.0.0/8'] }
    expect(addressOf(headers('127.0.0.1', '1.1.1.1, 198.51.100.7, 10.2.3.4'), ours)).toBe('198.51.100.7')
    expect(addressOf(headers('::ffff:127.0.0.1', '198.51.100.7'), ours)).toBe('198.51.100.7')
    expect(addressOf(headers('203.0.113.9', '198.51.100.7'), ours)).toBe('203.0.113.9')
    expect(addressOf(headers('127.0.0.1', 'not an address'), ours)).toBeNull()
  })
})

describe('checkOrigin', () => {
  const config = { publicUrl: 'https://console.example' }
  const passes = (headers: Record<string, string>, publicUrl = config.publicUrl) => {
    try {
      checkOrigin(new Headers(headers), { publicUrl })
      return true
    } catch {
      return false
    }
  }
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://console.example' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'https://console.example' }, true],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'http://console.example' }, false],
    [{ origin: 'null' }, false],
    [{}, false],
  ])('%j → %s', (headers, expected) => {
    expect(passes(headers as Record<string, string>)).toBe(expected)
  })
  it('accepts the several names that one machine has for itself', () => {
    expect(passes({ origin: 'http://localhost:3000' }, 'http://127.0.0.1:3000')).toBe(true)
    expect(passes({ origin: 'http://localhost:3001' }, 'http://127.0.0.1:3000')).toBe(false)
  })
})

const PATHS: [string, boolean][] = [
  ['/', true],
  ['/main/devices?q=env:prod', true],
  ['//evil.example', false],
  ['/\\evil.example', false],
  ['https://evil.example', false],
  ['javascript:alert(1)', false],
  ['/a\r\nset-cookie: x', false],
  ['/%0d%0a', true],
  ['', false],
  ['main', false],
  ['/\tevil', false],
  ['/.//evil.example', false],
  ['/main/..//evil.example', false],
  ['/%2f/evil.example', true],
  ['http:/evil.example', false],
  [' /main', false],
]
it.each(PATHS)('isSafePath(%j) is %s', (path, expected) => {
  expect(isSafePath(path)).toBe(expected)
})

it.each([
  ['two slashes alone', (path: string) => path.startsWith('/') && !path.startsWith('//')],
  ['what a parser makes of it alone', (path: string) => new URL(path, 'http://own.invalid').host === 'own.invalid'],
  ['slashes of both kinds alone', (path: string) => /^\/(?![/\\])/.test(path)],
])('a path check that looks at %s is found (mutant)', (_, mutant) => {
  expect(PATHS.filter(([path, expected]) => mutant(path) !== expected).length).toBeGreaterThan(0)
})

describe('the stop form', () => {
  const secret = new Secret('form-secret-form-secret-form-secret')
  const bound = { userId: 'ana', orgId: 'main' }
  const form = mintStopForm(secret, bound, 1_000)
  it('is valid for its person and org, for a while', () => {
    expect(checkStopForm(secret, bound, form, 2_000)).toBe('valid')
    expect(checkStopForm(secret, bound, form, 1_001 + STOP_FORM_MS)).toBe('stale')
  })
  it.each([
    ['another person', { ...bound, userId: 'ben' }, form],
    ['another org', { ...bound, orgId: 'other' }, form],
    ['another operation', bound, { ...form, operationId: crypto.randomUUID() }],
    ['a younger date', bound, { ...form, issuedAt: form.issuedAt + 1 }],
    ['no seal', bound, { ...form, seal: '' }],
  ])('is foreign with %s', (_, who, other) => {
    expect(checkStopForm(secret, who, other, 2_000)).toBe('foreign')
  })
})

describe('logs', () => {
  it('carry no key, wherever it hides, and stay one line', () => {
    const lines: string[] = []
    const log = createLog('info', (line) => lines.push(line))
    const key = 'org_canary_abcdefghijklmnop'
    log.error(
      { err: new Error(`call with ${key} failed`), headers: { 'x-org-key': key }, secret: new Secret(key) },
      `key ${key}`,
    )
    log.info(`\u202erevoked\nnext\u2028line`)
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(line).not.toContain('canary')
      expect(line.trimEnd()).not.toMatch(/[\n\u2028\u202e]/)
    }
  })
})

describe('configuration', () => {
  it('defaults to the embedded authority, a key alone means machineid.io, an address wins', () => {
    expect(readConfig(SECRETS).baseUrl).toBe('embedded')
    expect(readConfig({ ...SECRETS, MACHINEID_ORG_KEY: 'org_x' }).baseUrl).toBe('https://machineid.io')
    expect(readConfig({ ...SECRETS, MACHINEID_ORG_KEY: 'org_x', MACHINEID_BASE_URL: 'embedded' }).baseUrl).toBe(
      'embedded',
    )
    expect(readConfig({ ...SECRETS, MACHINEID_BASE_URL: 'http://127.0.0.1:9' }).baseUrl).toBe('http://127.0.0.1:9')
  })
  it('reports every fault at once, and no secret', () => {
    const environment = {
      AUTH_SECRET: 'short-secret',
      PORT: 'abc',
      MACHINEID_BASE_URL: 'http://machineid.example',
      ORG_NAME: 'stop',
      ADMIN_PASSWORD_FILE: '/nowhere',
    }
    const fault = (() => {
      try {
        readConfig(environment)
      } catch (error) {
        return error
      }
    })()
    expect(fault).toBeInstanceOf(ConfigError)
    for (const name of [
      'AUTH_SECRET',
      'CONSOLE_ENCRYPTION_KEY',
      'PORT',
      'MACHINEID_BASE_URL',
      'ORG_NAME',
      'ADMIN_PASSWORD_FILE',
    ]) {
      expect((fault as Error).message).toContain(name)
    }
    expect((fault as Error).message).not.toContain('short-secret')
  })
})
