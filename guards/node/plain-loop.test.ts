/** A loop without a framework that calls the model itself. */
import { expect, it } from 'vitest'
import { workThrough } from '@/guards/node/plain-loop.mjs'
import { ALL_CELLS, cell, KEY_CELLS, Lenient, matrixCell, type Stage } from './testing/cell'
import { openKeyedAgent } from './testing/key-stage'

/** Three tasks: a model call, then a side effect that has its own check. */
function loop(stage: Stage) {
  const send = stage.guard.protect(() => stage.begin('tool'))
  return workThrough(stage.guard, [1, 2, 3], async () => {
    await fetch(`${stage.modelUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'work' }] }),
    })
    await send()
  })
}

it.each(ALL_CELLS)('nothing begins after a denial: %s, %s', async (...at) => {
  expect(await matrixCell('plain loop', at, loop)).toEqual([])
})

it('finds a guard that works on', async () => {
  expect(await cell(['tool', 'no allowed'], loop, Lenient)).not.toEqual([])
})

it.each(KEY_CELLS)('nothing begins without the own key: %s, %s', async (...at) => {
  expect(await matrixCell('plain loop with a device key', at, loop, openKeyedAgent)).toEqual([])
})

it('finds a guard that works on without its key', async () => {
  expect(await cell(['tool', 'file gone'], loop, Lenient, openKeyedAgent)).not.toEqual([])
})
