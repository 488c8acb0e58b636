import { expect, it } from 'vitest'
import { keyActToast } from './key-act-toast'

it('says what was done and to how many', () => {
  const result = { changed: 2, unchanged: 1, failed: [] }
  expect(keyActToast('release', ['a', 'b', 'c'], result)).toMatchObject({
    tone: 'ok',
    subject: '2 devices',
    detail: 'It counts for one register under an enrolment key within the hour. 1 device as asked before.',
  })
  expect(keyActToast('end', ['a'], { changed: 1, unchanged: 0, failed: [] })).toMatchObject({ subject: 'a' })
})

it('stays where some failed, and says why', () => {
  const failed = [{ deviceId: 'b', code: 'device_not_found', message: 'No device of this org has this id.' }]
  expect(keyActToast('lift', ['a', 'b'], { changed: 1, unchanged: 0, failed })).toMatchObject({
    title: 'Id block lifted for 1 of 2 devices',
    detail: 'Not for b: No device of this org has this id.',
    lastsMs: null,
  })
})
