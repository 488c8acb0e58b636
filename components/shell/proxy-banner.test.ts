import { expect, it } from 'vitest'
import { proxyFaultSentence } from './proxy-banner'

it('says which setting helps', () => {
  expect(proxyFaultSentence({ kind: 'untrusted', proxy: '192.0.2.1' })).toContain('TRUSTED_PROXIES=192.0.2.1')
  expect(proxyFaultSentence({ kind: 'unreadable', proxy: '192.0.2.1' })).toContain('Let it send X-Forwarded-For')
  expect(proxyFaultSentence({ kind: 'contradictory', proxy: '192.0.2.1' })).toContain('remove the other two')
})
