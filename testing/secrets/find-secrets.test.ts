import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { findSecrets } from './find-secrets'

const KEY = { name: 'org key', text: 'org_agent_Q7x-k2_mZpW0aLr9TdYhUeVfSgBnCj4' }
const found = (text: string | Buffer) => findSecrets([KEY], text, 'here').map(({ as }) => as)

describe('a secret is found', () => {
  it.each([
    ['as it is', `before ${KEY.text} after`],
    ['cut at both ends', KEY.text.slice(8, -8)],
    ['backwards', [...KEY.text].reverse().join('')],
    ['in hexadecimal', Buffer.from(KEY.text).toString('hex').toUpperCase()],
    ['percent-encoded', [...KEY.text].map((char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`).join('')],
    ['in UTF-16', Buffer.from(KEY.text, 'utf16le')],
    ...[0, 1, 2].flatMap((shift): [string, string][] => [
      [`in base64, ${shift} after its beginning`, Buffer.from(`${'x'.repeat(shift)}${KEY.text} yz`).toString('base64')],
      [`in base64url, ${shift} after it`, Buffer.from(`${'x'.repeat(shift)}${KEY.text}`).toString('base64url')],
    ]),
  ])('%s', (_, text) => {
    expect(found(text)).toHaveLength(1)
  })
})

it('and is not where it is not', () => {
  expect(found('org_agent_another-key-that-has-the-same-beginning')).toEqual([])
  expect(found(gzipSync('nothing of it'))).toEqual([])
})
