/** `npm run authority -- org add|list`: orgs of the embedded authority from a terminal, whether it runs or not. */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { ListedOrg, NewOrg } from './admin-client'
import { CommandFault, NoAnswer } from './command-fault'
import { makeKey } from './keys/key-hash'
import { reachAuthority } from './reach-authority'
import type { ListenOptions } from './start-authority'

const USE = 'Use npm run authority -- org add --limit N [--name NAME], or npm run authority -- org list.'
const LIMIT_MAX = 1_000_000

type Command = { kind: 'list' } | { kind: 'add'; name: string; deviceLimit: number }

/** What was typed. @throws CommandFault with one sentence */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args)
  const [what, verb, ...more] = positionals
  if (what !== 'org' || (verb !== 'add' && verb !== 'list') || more.length > 0) throw new CommandFault(USE)
  const { limit, name } = values
  if (verb === 'list') {
    if (limit !== undefined || name !== undefined) throw new CommandFault('org list takes no option.')
    return { kind: 'list' }
  }
  const deviceLimit = /^\d{1,7}$/.test(limit ?? '') ? Number(limit) : 0
  if (deviceLimit < 1 || deviceLimit > LIMIT_MAX)
    throw new CommandFault(`--limit must be a whole number of devices from 1 to ${LIMIT_MAX}.`)
  if (name !== undefined && name.trim() === '') throw new CommandFault('--name must not be empty.')
  return { kind: 'add', deviceLimit, name: name ?? `org-${randomBytes(3).toString('hex')}` }
}

function parse(args: readonly string[]) {
  try {
    const options = { limit: { type: 'string' }, name: { type: 'string' } } as const
    return parseArgs({ args: [...args], allowPositionals: true, options })
  } catch (error) {
    throw new CommandFault(`${(error as Error).message.split('. ')[0]?.split('\n')[0]}. ${USE}`)
  }
}

/** Carries it out and gives what the terminal shows. @throws CommandFault, StartRefusal */
export async function runOrgCommand(args: readonly string[], config: ListenOptions): Promise<string> {
  const command = readCommand(args)
  if (command.kind === 'list') return tableOf(await reachAuthority(config, ({ listOrgs }) => listOrgs()).catch(orFault))
  // Made here and once, so that the call can be made again until its answer arrives.
  const { name, deviceLimit } = command
  const org = { name, deviceLimit, orgKey: makeKey('org'), agentKey: makeKey('agent') }
  await reachAuthority(config, ({ addOrg }) => addOrg(org)).catch((error: unknown) => {
    if (!(error instanceof NoAnswer) || !error.wasSent) return orFault(error)
    throw new CommandFault(
      `${error.message} It is not known whether the org was made. If org list shows it, these are its keys:\n\n${keysOf(org)}`,
    )
  })
  return `Added ${org.name} with a cap of ${org.deviceLimit}. Its keys are shown this once.\n\n${keysOf(org)}\n\n${connect(org)}`
}

function orFault(error: unknown): never {
  if (error instanceof NoAnswer) throw new CommandFault(`${error.message} Nothing was changed.`)
  throw error
}

const keysOf = ({ orgKey, agentKey }: NewOrg) =>
  `  org key    ${orgKey}   (for the console)\n  agent key  ${agentKey}   (for its agents)`

/** The command that makes it an org of the console. It asks for the key, which is on no command line. */
const connect = ({ name }: NewOrg) =>
  [
    'To see and stop its agents in the console, run this, paste the org key and end with Ctrl-D:',
    '',
    `  npm run admin -- org add --slug ${slugOf(name)} --name ${quoted(name)} --base-url embedded --key-file -`,
  ].join('\n')

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** An address for the org in the console: what of its name an address can have. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '')
  const slug = plain.replace(/[^a-z0-9]+/g, '-').slice(0, 40)
  return slug.replace(/^-+|-+$/g, '') || `org-${randomBytes(3).toString('hex')}`
}

function tableOf(orgs: readonly ListedOrg[]): string {
  const head = ['id', 'devices', 'limit', 'state', 'created', 'name']
  const rows = orgs.map(({ id, devices, limit, disabled, createdAt, name }) =>
    [id, devices, limit, disabled ? 'disabled' : 'enabled', createdAt, name ?? '–'].map(String),
  )
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const lineOf = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')
  return [head, ...rows].map(lineOf).join('\n')
}
