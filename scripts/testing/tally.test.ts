import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { leaveTally, tallyOfBefore } from './tally.mjs'

let file: string
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'tally-')), 'tally.json')
  vi.stubEnv('TEST_TALLY', file)
})
afterEach(() => vi.unstubAllEnvs())

it('hands the counts on to the next run', () => {
  const cells = [{ path: 'a', boundary: 'start', fault: '500', after: [] }]
  leaveTally({ passed: 7, failed: 2, cells })
  expect(tallyOfBefore()).toEqual({ passed: 7, failed: 2, cells })
})

it.each([undefined, '', '{}', '{"passed":7}', '{"passed":"7","failed":0}', '{"passed":7,"failed":0}'])(
  'counts a run that left %j as failed',
  (left) => {
    if (left !== undefined) writeFileSync(file, left)
    expect(tallyOfBefore()).toEqual({ passed: 0, failed: 1, cells: [] })
  },
)

it('hands nothing on unless both runs know a file', () => {
  vi.stubEnv('TEST_TALLY', '')
  leaveTally({ passed: 7, failed: 2, cells: [] })
  expect(tallyOfBefore()).toEqual({ passed: 0, failed: 0, cells: [] })
})
