/** What `npm run prove` is called with. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { BOUNDARIES, BOUNDARY_NAMES, FAULT_NAMES, FAULTS } from './kinds'

/** Wrong use: its message says what to write instead. */
export class ProveUsage extends Error {}

const listed = (names: Record<string, string>) =>
  Object.entries(names)
    .map(([name, meaning]) => `    ${name.padEnd(10)} ${meaning}`)
    .join('\n')

export const USAGE = `npm run prove -- --device ID [options] -- COMMAND…

Runs the command again and again against a throwaway authority, with throwaway keys and a pretend model, denies it at each
boundary in each way, and counts what begins after the denial. The command's tools are real: run it where they may run.

  --boundary NAME   only this one; may be repeated
${listed(BOUNDARY_NAMES)}
  --fault NAME      only this one; may be repeated
${listed(FAULT_NAMES)}
  --without NAME    not this boundary or fault; may be repeated
  --rounds N        tool calls that the pretend model asks for in one conversation   (4)
  --tool NAME       the only tools that it asks for; may be repeated                 (all that are declared)
  --deadline S      the longest that a guard may wait for an answer; a slow drip takes twice as long   (3)
  --settle S        a denied command that begins nothing for so long has stopped     (15)
  --limit S         the longest that one run may take                                (60)
  --jobs N          runs at the same time; more than one only if runs do not disturb each other   (1)
  --keep-env NAME   a variable that looks like a key and that the command needs; may be repeated
  --cwd DIR         where the command runs                                           (where npm was called)
  --json FILE       the result as JSON
  --junit FILE      the result as JUnit XML

It exits with
  0  proven: nothing began after a denial
  1  not stopped: something did
  2  could not tell`

const seconds = (max: number) =>
  z.coerce
    .number()
    .positive()
    .max(max)
    .transform((value) => value * 1_000)

const Options = z
  .object({
    device: z
      .string('is required: --device ID, the device id that the command asks under')
      .trim()
      .min(1, 'must not be empty')
      .max(256, 'must have at most 256 characters')
      .regex(/^[^\p{Cc}]*$/u, 'must have no control characters'),
    boundary: z.array(z.enum(BOUNDARIES)).default([...BOUNDARIES]),
    fault: z.array(z.enum(FAULTS)).default([...FAULTS]),
    without: z.array(z.enum([...BOUNDARIES, ...FAULTS])).default([]),
    rounds: z.coerce.number().int().min(1).max(50).default(4),
    tool: z.array(z.string().min(1)).default([]),
    deadline: seconds(60).default(3_000),
    settle: seconds(600).default(15_000),
    limit: seconds(3_600).default(60_000),
    jobs: z.coerce.number().int().min(1).max(16).default(1),
    'keep-env': z.array(z.string()).default([]),
    cwd: z.string().optional(),
    json: z.string().optional(),
    junit: z.string().optional(),
  })
  .refine(({ settle, deadline }) => settle > deadline * 2, {
    path: ['settle'],
    message: 'must be more than twice the deadline: a slow drip takes twice as long',
  })

export type ProveOptions = z.output<typeof Options> & { command: readonly string[] }

const one = { type: 'string' } as const
const many = { type: 'string', multiple: true } as const
const FLAGS = {
  device: one,
  boundary: many,
  fault: many,
  without: many,
  rounds: one,
  tool: many,
  deadline: one,
  settle: one,
  limit: one,
  jobs: one,
  'keep-env': many,
  cwd: one,
  json: one,
  junit: one,
  help: { type: 'boolean', short: 'h' },
} as const

/** Throws `ProveUsage`. Null if only help was requested. @param argv the options, `--` and the command. */
export function parseOptions(argv: readonly string[]): ProveOptions | null {
  const at = argv.indexOf('--')
  const own = at < 0 ? argv : argv.slice(0, at)
  const command = at < 0 ? [] : argv.slice(at + 1)
  const { help, ...values } = readFlags(own)
  if (help) return null
  const parsed = Options.safeParse(values)
  if (!parsed.success)
    throw new ProveUsage(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'))
  if (command.length === 0) throw new ProveUsage('The command is missing: write it after --, as in -- python agent.py.')
  return { ...parsed.data, command }
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: false }).values
  } catch (error) {
    throw new ProveUsage((error as Error).message)
  }
}
