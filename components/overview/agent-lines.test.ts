import { expect, it } from 'vitest'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { agentLines } from './agent-lines'

const state = (kind: OrgState['authority']['kind'], idPattern = '{framework}:{env}:{role}:{instance}') => ({
  org: { slug: 'main', name: 'main', idPattern, parts: [] },
  authority: { kind, name: 'x', url: 'http://127.0.0.1:4040' },
})

it('names the address where the SDK would not find it, and the agent key alone', () => {
  const lines = agentLines(state('embedded'))
  expect(lines).toContain('MachineID(org_key="org_agent_…", base_url="http://127.0.0.1:4040")')
  expect(agentLines(state('machineid'))).toContain('MachineID(org_key="org_…")')
})

it('registers and asks with one id, which fits the pattern of the org', () => {
  expect(agentLines(state('embedded')).match(/"crewai:dev:runner:01"/g)).toHaveLength(2)
  expect(agentLines(state('other', '{team}/{env}/{role}'))).toContain('m.register("team/dev/runner")')
})
