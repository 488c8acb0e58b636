/** The proof as files: JSON for programs, JUnit XML for what shows tests. Neither has a key or the command's arguments. */
import { BOUNDARIES, BOUNDARY_NAMES, FAULT_NAMES } from './kinds'
import { type CellResult, exitCodeOf, type Proof } from './prove-command'

export function proofJson(proof: Proof): string {
  const { deviceId, control, useless, cells, immortal } = proof
  const shown = cells.map(({ tail: _, mayBeChance: __, ms, ...cell }) => ({ ...cell, ms: Math.round(ms) }))
  const body = { version: 1, deviceId, exitCode: exitCodeOf(proof), useless, control, cells: shown, immortal }
  return `${JSON.stringify(body, null, 2)}\n`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text for XML; characters that XML has no way to write become U+FFFD. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string)

function testCase({ boundary, fault, verdict, reason, ms, tail }: CellResult): string {
  const head = `    <testcase classname="${xml(BOUNDARY_NAMES[boundary])}" name="${xml(FAULT_NAMES[fault])}" time="${(ms / 1_000).toFixed(3)}"`
  if (verdict === 'stopped') return `${head}/>`
  const kind = verdict === 'unknown' ? 'error' : 'failure'
  return `${head}>\n      <${kind} type="${verdict}" message="${xml(reason)}">${xml(tail)}</${kind}>\n    </testcase>`
}

export function proofJunit({ deviceId, cells }: Proof): string {
  const suites = BOUNDARIES.flatMap((boundary) => {
    const here = cells.filter((cell) => cell.boundary === boundary)
    if (here.length === 0) return []
    const errors = here.filter(({ verdict }) => verdict === 'unknown').length
    const failures = here.filter(({ verdict }) => verdict === 'late' || verdict === 'not-stopped').length
    const seconds = here.reduce((total, { ms }) => total + ms, 0) / 1_000
    return [
      `  <testsuite name="${xml(`${deviceId}: ${BOUNDARY_NAMES[boundary]}`)}" tests="${here.length}" failures="${failures}" errors="${errors}" time="${seconds.toFixed(3)}">`,
      ...here.map(testCase),
      '  </testsuite>',
    ]
  })
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="prove">', ...suites, '</testsuites>', ''].join(
    '\n',
  )
}
