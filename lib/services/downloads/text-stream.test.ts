import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { deviceCsv, jsonLines } from './device-files'
import { textStream } from './text-stream'

it('makes a piece when the reader takes one, and no more once it takes none', async () => {
  let made = 0
  let ended = false
  function* pieces(): Generator<string> {
    try {
      for (;;) yield `${made++}\n`
    } finally {
      ended = true
    }
  }
  const reader = textStream(pieces()).getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('0\n')
  for (let turn = 0; turn < 50; turn++) await setImmediate()
  expect(made).toBeLessThanOrEqual(3)
  await reader.cancel()
  expect(ended).toBe(true)
})

it('errors when a page cannot be read, instead of ending as if it were whole', async () => {
  async function* pieces(): AsyncGenerator<string> {
    yield 'a'
    throw new Error('no page')
  }
  await expect(new Response(textStream(pieces())).text()).rejects.toThrow('no page')
})

it('writes every device once, whatever is in its id', async () => {
  const devices = Array.from({ length: 450 }, (_, at) => ({ deviceId: `=a"b,${at}\n`, status: 'active' as const }))
  const lines = (await new Response(textStream(jsonLines(devices, ['role']))).text()).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).deviceId)).toEqual(devices.map(({ deviceId }) => deviceId))
  const csv = await new Response(textStream(deviceCsv(devices, ['role']))).text()
  expect(csv.match(/^"deviceId",/gm)).toHaveLength(1)
  expect(csv.match(/"'=a""b,\d+\n","'=a""b,\d+\n","active"/g)).toHaveLength(450)
  expect(await new Response(textStream(deviceCsv([], ['role']))).text()).toMatch(/^"deviceId","role","status",/)
})
