import { expect, it } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import { failedStart } from './end-failed-start'

it('recognises a driver that does not load by the code in its causes, not by its message', () => {
  const loading = Object.assign(new Error('said otherwise'), { code: 'ERR_DLOPEN_FAILED' })
  const thread = new Error('the thread ended', { cause: loading })
  expect(failedStart(new AppError('internal', 'The database cannot be opened.', { cause: thread }))).toMatch(
    /^The console cannot start\. The database driver was built for another Node or system .* Run npm ci with this Node/,
  )
})

it('takes no other fault for it, also one that talks of it', () => {
  expect(failedStart(new Error('NODE_MODULE_VERSION 108', { cause: new Error('disk') }))).toBe(
    'The console cannot start: NODE_MODULE_VERSION 108 (disk)',
  )
})
