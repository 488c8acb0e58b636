/** How long a start that fails takes until it says why, over every kind; the slowest counts, and nothing may be left running. */

import { makeStartFolder } from '@/e2e/start-folder'
import { FAILED_STARTS, playFailedStart } from '../testing/failed-starts'
import type { Figure } from './authority-bench'

const LIMIT_S = 5

export async function startFault(): Promise<Figure[]> {
  let slowestMs = 0
  const faults: string[] = []
  for (const start of FAILED_STARTS) {
    const folder = await makeStartFolder()
    try {
      const { sentenceMs, endedMs, exit, said, left } = await playFailedStart(start, folder)
      console.error(`${start.kind}: said after ${Math.round(sentenceMs)} ms, ended after ${Math.round(endedMs)} ms`)
      if (!start.says.test(said)) faults.push(`${start.kind}: it said ${JSON.stringify(said.slice(-600))}`)
      if (exit !== 1) faults.push(`${start.kind}: it ended with ${exit}`)
      if (left.length > 0) faults.push(`${start.kind}: left running: ${left.join(', ')}`)
      slowestMs = Math.max(slowestMs, endedMs)
    } finally {
      folder.remove()
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const value = Math.round(slowestMs / 10) / 100
  return [{ name: 'start.fault.s', value, unit: 's', limit: LIMIT_S, ok: value <= LIMIT_S }]
}
