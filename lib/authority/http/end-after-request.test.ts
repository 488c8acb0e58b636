import { expect, it } from 'vitest'
import { testAuthority } from '@/testing/authority/test-authority'
import { sendRaw } from '@/testing/http/raw-answers'

const HEAD = 'POST /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n'

it('reads to its end what is sent beside an early refusal', async () => {
  const { port } = await testAuthority({})
  const body = 'x'.repeat(0x200000)
  const raw = `${HEAD}Transfer-Encoding: chunked\r\n\r\n200000\r\n${body}\r\n0\r\n\r\n`
  const answers = new Set<string>()
  for (let round = 0; round < 20; round++) answers.add((await sendRaw(port, raw)).slice(0, 12))
  expect([...answers]).toEqual(['HTTP/1.1 404'])
}, 60_000)

it('answers at once, and waits neither for a request that never ends nor for one without end', async () => {
  const { port } = await testAuthority({})
  const startedAt = performance.now()
  expect(await sendRaw(port, `${HEAD}Content-Length: 9\r\n\r\n`)).toContain('404')
  expect(await sendRaw(port, `${HEAD}Content-Length: 99999999\r\n\r\n${'x'.repeat(0xa00000)}`)).toContain('404')
  expect(performance.now() - startedAt).toBeLessThan(4_500)
}, 30_000)
