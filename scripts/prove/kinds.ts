/** The two axes of the table: where a denial is met, and how it comes. Both in the order in which they are shown. */

export const BOUNDARIES = ['start', 'call', 'stream', 'tool', 'sub-agent'] as const
export type Boundary = (typeof BOUNDARIES)[number]

export const BOUNDARY_NAMES: Record<Boundary, string> = {
  start: 'at start',
  call: 'at a later call',
  stream: 'mid-stream',
  tool: 'in a tool',
  'sub-agent': 'in a sub-agent',
}

export const FAULTS = [
  'denied',
  'timeout',
  'refused',
  'reset',
  '500',
  'html',
  'cut',
  'missing',
  'string',
  'drip',
  'redirect',
] as const
export type Fault = (typeof FAULTS)[number]

/** What the authority does at the denial. */
export const FAULT_NAMES: Record<Fault, string> = {
  denied: 'denied',
  timeout: 'timeout',
  refused: 'connection refused',
  reset: 'connection reset',
  '500': 'status 500',
  html: 'HTML',
  cut: 'cut JSON',
  missing: 'JSON without allowed',
  string: 'allowed: "true"',
  drip: 'slow drip',
  redirect: 'redirect',
}

/** What a command does: each of these is a unit of work that may begin only if it is allowed. */
export const UNITS = ['model', 'tool', 'effect'] as const
export type Unit = (typeof UNITS)[number]

/** A place in the table. */
export type Cell = { boundary: Boundary; fault: Fault }
