/** A character that no text of PostgreSQL can hold is kept out of every text, on both engines alike, and never keeps a stop back. */
import { expect, it } from 'vitest'
import { testConsole } from '../console/test-console'

it('a stop whose reason has U+0000 goes out and is recorded', async () => {
  const id = 'crewai:prod:runner:a'
  const running = await testConsole({ devices: [id] })
  try {
    const ended = await running.act(await running.as('admin'), {
      kind: 'revoke',
      target: { ids: [id] },
      reason: 'a\0b',
    })
    expect(ended).toMatchObject({ state: 'finished', reason: 'a\ufffdb' })
    const named = running.act(await running.as('admin'), { kind: 'revoke', target: { selector: 'a\0' } })
    await expect(named).rejects.toThrow(/U\+0000/)
  } finally {
    await running.close()
  }
})
