import type { OrgState } from '@/lib/domain/wire/org-state'

const EXAMPLE: Record<string, string> = { framework: 'crewai', env: 'dev', role: 'runner', instance: '01' }

/** An id that fits the pattern of the org, for an example. */
const exampleId = (pattern: string): string =>
  pattern.replace(/\{([^}]*)\}/g, (_, part: string) => EXAMPLE[part] ?? part)

/** What an agent needs to be stopped: it registers once, and asks before each unit of work. The SDK reads no base URL by itself. */
export function agentLines({ org, authority }: Pick<OrgState, 'org' | 'authority'>): string {
  const id = exampleId(org.idPattern)
  const address = authority.kind === 'machineid' ? '' : `, base_url="${authority.url}"`
  const key = authority.kind === 'machineid' ? 'org_…' : 'org_agent_…'
  return [
    'from machineid import MachineID',
    '',
    `m = MachineID(org_key="${key}"${address})`,
    `m.register("${id}")`,
    '',
    '# before each unit of work',
    `if not m.validate("${id}")["allowed"]:`,
    '    raise SystemExit(1)',
  ].join('\n')
}
