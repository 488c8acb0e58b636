import { expect, it } from 'vitest'
import { hasKey, withoutKeys } from './key-text.mjs'

const KEY = `org_agent_${'aB3-_'.repeat(8)}xyz`

it.each([
  `/api/v1/usage?key=${KEY}`,
  `/api/v1/devices/list?x-org-key=${encodeURIComponent(KEY)}`,
  `/${KEY}/devices`,
  `/api/x?q=id%3A${KEY}`,
  `/api/x?key=%6frg_${KEY.slice(4)}`,
  `/api/x?key=org%5f${KEY.slice(4)}`,
  `/stop?a=1&b=org_${'a'.repeat(32)}`,
])('%s has a key in it', (target) => {
  expect(hasKey(target)).toBe(true)
})

it.each([
  '/main/devices?q=org_runner',
  '/api/v1/devices/list?deviceId=org_agent_runner:prod:01',
  `/main?q=borg_${'a'.repeat(40)}`,
  '/main/devices?device=%E0%A4',
  '/%',
  '/',
])('%s has none', (target) => {
  expect(hasKey(target)).toBe(false)
})

it('cuts keys of every kind out of a text, and leaves the rest', () => {
  expect(withoutKeys(`call with ${KEY} failed; "org_abcdefgh" too; organisation org_x`)).toBe(
    'call with org_[redacted] failed; "org_[redacted]" too; organisation org_x',
  )
})
