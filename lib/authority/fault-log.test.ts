/** However often a disk fails, the log gets a line and a count. */
import { expect, it } from 'vitest'
import { createFaultLog, faultLine } from './fault-log'

const flood = (fault: (error: unknown) => void, lines: string[]) => {
  for (let index = 0; index < 10_000; index += 1)
    fault(new Error(`The change ${index} could not be written`, { cause: new Error(`ENOSPC: /data/${index}\n  at x`) }))
  return lines.length
}

it('logs a fault of one kind once a minute, in one line, and counts the rest', () => {
  const lines: string[] = []
  const log = createFaultLog((line) => lines.push(line))
  expect(flood(log.fault, lines)).toBe(1)
  expect(lines[0]).toBe('fault: The change 0 could not be written (ENOSPC: /data/0 at x)')
  log.endMinute()
  expect(lines[1]).toMatch(/^fault: 9999 more of this kind within a minute: fault: The change # could/)
  log.fault(new Error('The change 1 could not be written'))
  expect(lines).toHaveLength(3)
})

it('finds a log that writes each (mutant)', () => {
  const lines: string[] = []
  expect(flood((error) => lines.push(faultLine(error)), lines)).toBeGreaterThan(1)
})

it('takes any number of kinds for few, and anything that is thrown for a line', () => {
  const lines: string[] = []
  const log = createFaultLog((line) => lines.push(line))
  for (let index = 0; index < 1_000; index += 1)
    log.fault(new Error(index.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')))
  expect(lines.length).toBeLessThan(30)
  for (const thrown of [null, undefined, 'text', 5, {}, new Error('x'.repeat(100_000))])
    expect(faultLine(thrown).length).toBeLessThan(2_100)
})
