import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { Secret } from './secret'

it('shows itself nowhere but in reveal()', () => {
  const secret = new Secret('org_canary')
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ a: [secret] }, { showHidden: true }),
    secret.toString(),
    Object.values(secret).join(),
    JSON.stringify(structuredClone({ ...secret })),
  ]
  for (const text of shown) expect(text).not.toContain('canary')
  expect(secret.reveal()).toBe('org_canary')
})
