/** Words that the glossary has replaced do not come back: names, comments, messages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOTS = ['app', 'components', 'e2e', 'lib', 'scripts', 'testing']
const ITSELF = 'scripts/architecture/words.test.ts'

/** Each with what is said in its place. */
const REPLACED: readonly [word: RegExp, instead: string][] = [
  [/\bstopOne(Press|Show)\b/, 'postOrgStop, getOrgStop'],
  [/\b(StopSink|stopSink|takeUpSink|SinkEvent)\b/, 'EmergencyJournal, recoverFromJournal, JournalEvent'],
  [/\b(recordPress|settlePresses|endPress|StopPresses|pressesOf)\b/, 'StopRequest, persistStopRequest'],
  [/\b(takeUpOperations|keepTrying)\b/, 'continueOperationsOnStartup, retryOrgStop'],
  [/\b(withinOr|orAborted)\b/, 'withTimeoutOr, raceAbort'],
  [/\b(ResumeLedger|createRunning)\b/, 'InFlightResumes, createOperationRunner'],
  [/\b(catchMore|catchNewcomers|createReadAlong)\b/, 'extendStop, revokeNewDevices, createEarlyReadback'],
  [
    /\b(keepHouse|blindToOthers|lostInTheEnd|playCrashes)\b/,
    'runMaintenance, withoutForeignHolds, checkFinalInvariants',
  ],
  [/\bheld against\b/, 'compared with'],
  [/\b(the|last|this|each new|known) picture\b/, 'snapshot'],
  [/\bslow askers\b/i, 'slowest to check in'],
  [/\bno fence stands\b/i, 'no fences'],
  [/\bcatches nobody\b/, 'revokes no new devices'],
]

const replacedIn = (file: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, at) =>
      REPLACED.flatMap(([word, instead]) => (word.test(line) ? [`${file}:${at + 1}: say ${instead}`] : [])),
    )

it('none of them is used', () => {
  const found = ROOTS.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => join(root, name))
      .filter((file) => /\.(ts|tsx|mjs|cjs|md)$/.test(file) && file !== ITSELF)
      .flatMap((file) => replacedIn(file, readFileSync(file, 'utf8'))),
  )
  expect(found).toEqual([])
})

it.each([
  ['a name', 'const journal = createJournal(stopSink)'],
  ['a comment', '/** What the last picture showed. */'],
  ['a text on screen', '<Card title="Slow askers">'],
])('would be found: %s', (_, line) => {
  expect(replacedIn('x.ts', line)).toHaveLength(1)
})
