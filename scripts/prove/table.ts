/** The proof as people read it: boundary × fault, and a sentence for each place that is not proven. */
import { BOUNDARIES, BOUNDARY_NAMES, FAULT_NAMES, FAULTS } from './kinds'
import type { CellResult, Proof } from './prove-command'

const HEADS: Record<(typeof FAULTS)[number], string> = {
  denied: 'denied',
  timeout: 'timeout',
  refused: 'refused',
  reset: 'reset',
  '500': '500',
  html: 'HTML',
  cut: 'cut',
  missing: 'missing',
  string: '"true"',
  drip: 'drip',
  redirect: 'redirect',
}

const textOf = (cell: CellResult | undefined): string => {
  if (!cell) return ''
  if (cell.verdict === 'unknown') return '?'
  return cell.verdict === 'not-stopped' ? 'goes on' : String(cell.after)
}

const LEGEND =
  '0, 1, 2 …: so many units of work (model calls, tool calls, side effects) began after the denial, then it stopped. goes on: it did not stop. ?: could not tell.'

/** Rows and columns that were asked for, each as wide as it needs. */
export function drawTable({ cells }: Pick<Proof, 'cells'>): string {
  const rows = BOUNDARIES.filter((boundary) => cells.some((cell) => cell.boundary === boundary))
  const columns = FAULTS.filter((fault) => cells.some((cell) => cell.fault === fault))
  const lines = [
    ['', ...columns.map((fault) => HEADS[fault])],
    ...rows.map((boundary) => [
      BOUNDARY_NAMES[boundary],
      ...columns.map((fault) => textOf(cells.find((cell) => cell.boundary === boundary && cell.fault === fault))),
    ]),
  ]
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? []
  return lines
    .map((line) =>
      line.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('  '),
    )
    .map((line) => line.trimEnd())
    .join('\n')
}

/** One sentence for each place that is not proven; the same reason of a whole boundary is said once. */
export function listFindings({ cells }: Pick<Proof, 'cells'>): string[] {
  const open = cells.filter(({ verdict }) => verdict !== 'stopped')
  return BOUNDARIES.flatMap((boundary) => {
    const here = open.filter((cell) => cell.boundary === boundary)
    const reasons = [...new Set(here.map(({ reason }) => reason))]
    return reasons.map((reason) => {
      const faults = here.filter((cell) => cell.reason === reason).map(({ fault }) => FAULT_NAMES[fault])
      return `${BOUNDARY_NAMES[boundary]}, ${faults.join(', ')}: ${reason}`
    })
  })
}

const count = (cells: readonly CellResult[], ...verdicts: CellResult['verdict'][]) =>
  cells.filter(({ verdict }) => verdicts.includes(verdict)).length

/** Where the command did not end: that it never goes on later cannot be seen. */
function stillRunning({ cells }: Pick<Proof, 'cells'>): string[] {
  const where = cells
    .filter(({ verdict, stillRunning }) => stillRunning && verdict === 'stopped')
    .map((cell) => `${BOUNDARY_NAMES[cell.boundary]}, ${FAULT_NAMES[cell.fault]}`)
  return where.length > 0 ? [`It began nothing more but was still running when it was ended: ${where.join('; ')}.`] : []
}

/** Everything that goes to the terminal at the end. */
export function drawProof(proof: Proof): string {
  const { cells, control, useless, controlTail, immortal } = proof
  if (useless)
    return [`Could not tell: ${useless}`, controlTail && `It printed:\n${controlTail.trimEnd()}`]
      .filter(Boolean)
      .join('\n')
  const { units, asked } = control
  const others = control.deviceIds.filter((id) => id !== proof.deviceId)
  return [
    `With everything allowed: validates ${asked}, model calls ${units.model}, tool calls ${units.tool}, side effects ${units.effect}.`,
    ...(others.length > 0 ? [`It asked also under ${others.map((id) => JSON.stringify(id)).join(', ')}.`] : []),
    '',
    drawTable(proof),
    '',
    LEGEND,
    ...listFindings(proof),
    ...stillRunning(proof),
    ...(immortal.length > 0 ? [`These processes could not be ended: ${immortal.join(', ')}.`] : []),
    '',
    `${count(cells, 'stopped')} proven, ${count(cells, 'late', 'not-stopped')} not stopped, ${count(cells, 'unknown')} could not tell.`,
  ].join('\n')
}
