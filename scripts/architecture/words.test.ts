/** Words that the glossary has replaced do not come back: names, comments, messages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { printFigure } from './print-figure'

const ROOTS = ['.github', 'app', 'components', 'docs', 'e2e', 'guards', 'lib', 'scripts', 'testing']
const WRITTEN_BY_US = /\.(ts|tsx|mjs|cjs|md|yml|py|sh)$/
const ITSELF = 'scripts/architecture/words.test.ts'

type Rule = readonly [word: RegExp, instead: string]

/** Each with what is said in its place. */
const REPLACED: readonly Rule[] = [
  [/\bstopOne(Press|Show)\b/, 'postOrgStop, getOrgStop'],
  [/\b(StopSink|stopSink|takeUpSink|SinkEvent)\b/, 'EmergencyJournal, recoverFromJournal, JournalEvent'],
  [/\b(recordPress|settlePresses|endPress|StopPresses|pressesOf)\b/, 'StopRequest, persistStopRequest'],
  [/\b(takeUpOperations|keepTrying)\b/, 'continueOperationsOnStartup, retryOrgStop'],
  [/\b(withinOr|orAborted)\b/, 'withTimeoutOr, raceAbort'],
  [/\b(ResumeLedger|createRunning)\b/, 'InFlightResumes, createOperationRunner'],
  [/\b(halt|broken)\??: AbortSignal\b/, 'haltSignal, preemptedSignal'],
  [/\b(catchMore|catchNewcomers|createReadAlong)\b/, 'extendStop, revokeNewDevices, createEarlyReadback'],
  [/\b(inTheWay|restoreTrouble)\b/, 'holdEffect, restoreConflicts'],
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

/** Words that hide who does what, or that mean several things. */
const VAGUE: readonly Rule[] = [
  [
    /\b(nobody|somebody|someone|anybody|everybody|whoever)\b/i,
    'the role or the object: no person, the client, a device that',
  ],
  [/\b[Tt](old|ells)(?![a-z])/, 'is given, reports, returns, shows; denied for "told no"'],
  [/\b(stand|stands|standing)\b/i, 'is in force, is written, applies, exists, replaces'],
  [/\b(asker|newcomer)s?\b/i, 'the requester, agents, new devices'],
  [/\btrouble\b/i, 'the fault, the conflict'],
  [/\bin the way\b/i, 'what it prevents or delays'],
  [/\bfarewell\b/i, 'streamEnd'],
  [/\bledger\b/i, 'committer, inFlightResumes, oracle'],
]

const RULES = [...REPLACED, ...VAGUE]

/** Names on the wire, which other versions read: exactly these lines. */
const ON_THE_WIRE: readonly [file: string, line: string][] = [
  ['lib/domain/wire/org-state.ts', "export const STREAM_END_EVENT = 'farewell'"],
  ['lib/domain/wire/org-state.ts', 'fences?: { standing: number; due: FenceDue | null }'],
  ['testing/scenarios/enforce-fences.test.ts', 'return { inForce: fences?.standing, due: fences?.due }'],
  ['lib/views/view-fence.ts', 'standing: inForce.length,'],
  [
    'lib/client/state/org-state.test.ts',
    'expect(gistOf(state(later.at, { fences: { standing: 1, due: null } }))).not.toBe(gistOf(earlier))',
  ],
]

const isOnTheWire = (file: string, line: string): boolean =>
  ON_THE_WIRE.some(([known, text]) => known === file && text === line.trim())

const replacedIn = (file: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, at) =>
      isOnTheWire(file, line)
        ? []
        : RULES.flatMap(([word, instead]) => (word.test(line) ? [`${file}:${at + 1}: say ${instead}`] : [])),
    )

it('none of them is used', () => {
  const inFolders = ROOTS.flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const found = [...readdirSync('.'), ...inFolders]
    .filter((file) => WRITTEN_BY_US.test(file) && file !== ITSELF && file !== 'next-env.d.ts')
    .flatMap((file) => replacedIn(file, readFileSync(file, 'utf8')))
  printFigure('house.words', found.length, 'hits', 0)
  expect(found).toEqual([])
})

it.each([
  ['a name', 'const journal = createJournal(stopSink)'],
  ['a comment', '/** What the last picture showed. */'],
  ['a text on screen', '<Card title="Slow askers">'],
  ['a signal', 'run: (halt: AbortSignal) => Promise<void>'],
  ['a person without a role', '// Nobody waits for it.'],
  ['a program that tells', '/** `at`: null where it is not told. */'],
  ['such a name', 'const toldAt = new Map()'],
  ['a fence that stands', "it('a fence stands until it is lifted')"],
  ['a hold in the way', '/** What is in the way of a restore. */'],
  ['a name on the wire, in another file', "export const STREAM_END_EVENT = 'farewell'"],
])('would be found: %s', (_, line) => {
  expect(replacedIn('x.ts', line)).not.toEqual([])
})

it.each(ON_THE_WIRE)('has no exception that is not needed: %s: %s', (file, line) => {
  const lines = readFileSync(file, 'utf8').split('\n')
  expect(lines.map((each) => each.trim())).toContain(line)
})

/**
 * The name of an authority at the start of a sentence, as it is. What `lib/machineid` names so is a host; a sentence of the
 * audit log begins with its actor.
 */
const SMALL_START = /(^|[>`'"]|\. )\s*\$?\{[\w.?]*authority(\.name)?\} (?=[a-z])/

it('no sentence begins with the name of an authority in lower case', () => {
  const found = ['app', 'components', 'lib']
    .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => join(root, file)))
    .filter((file) => /\.tsx?$/.test(file) && !/^lib\/(machineid\/|domain\/audit-sentence)|\.test\./.test(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, at) => (SMALL_START.test(line) ? [`${file}:${at + 1}: use authorityAtStart`] : [])),
    )
  expect(found).toEqual([])
})
