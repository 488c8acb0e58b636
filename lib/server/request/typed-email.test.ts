import { encode } from 'next-auth/jwt'
import { expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { keepTypedEmail, takeTypedEmail } from './typed-email'

const CONFIG = { publicUrl: 'https://console.example', authSecret: new Secret('typed-email-secret-typed-email-secret') }
const sent = (setCookie: string) => `a=b; ${setCookie.split(';')[0]}`

it('keeps the e-mail of a failed sign-in for the next form, once, and encrypted', async () => {
  const kept = (await keepTypedEmail(CONFIG, 'ana+x@example.org')) as string
  expect(kept).toMatch(/^__Host-machineid-typed-email=[^;]+; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(decodeURIComponent(kept)).not.toContain('ana')
  const taken = await takeTypedEmail(CONFIG, sent(kept))
  expect(taken?.email).toBe('ana+x@example.org')
  expect(taken?.setCookie).toMatch(/^__Host-machineid-typed-email=; Max-Age=0; Path=\//)
})

it('keeps nothing that is no e-mail: people type passwords there', async () => {
  for (const typed of ['', 'correct-horse-battery', 'two words@example.org', '@', `${'x'.repeat(300)}@example.org`])
    expect(await keepTypedEmail(CONFIG, typed), typed).toBeNull()
})

it('two consoles on one host do not read each other’s', async () => {
  const here = { ...CONFIG, publicUrl: 'http://127.0.0.1:3000' }
  const there = { ...CONFIG, publicUrl: 'http://127.0.0.1:3001' }
  const kept = (await keepTypedEmail(here, 'ana@example.org')) as string
  expect(kept).toContain('machineid-typed-email-3000=')
  expect(await takeTypedEmail(there, sent(kept))).toBeNull()
})

it('takes a cookie that is none of ours for nothing', async () => {
  const taking = (value: string) => takeTypedEmail(CONFIG, `__Host-machineid-typed-email=${value}`)
  expect(await takeTypedEmail(CONFIG, 'a=b')).toBeNull()
  expect((await taking('%E0%A4%A'))?.email).toBe('')
  const session = await encode({ token: { typed: 'ana@example.org' }, secret: CONFIG.authSecret.reveal() })
  expect((await taking(session))?.email).toBe('')
})
