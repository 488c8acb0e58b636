import { FleetHint } from '@/components/org/fleet-hint'
import { Card } from '@/components/ui/card'
import type { OrgState } from '@/lib/domain/wire/org-state'

const STEPS: readonly [title: string, text: string][] = [
  ['An id', 'One for each process that can be stopped by itself, checked against those in use.'],
  ['Boundaries', 'Where it asks before it works, and how soon a revoke is noticed there.'],
  ['The key', 'Where the agent finds it. This page never holds it.'],
  ['Files and commands', 'To copy as they are, or as a prompt for a coding agent.'],
]

/** What comes after the first choice. */
export function NextSteps({ state: { authority } }: { state: OrgState }) {
  return (
    <Card title="What follows">
      <ol className="flex flex-col">
        {STEPS.map(([title, text], at) => (
          <li key={title} className="flex flex-col gap-0.5 border-t px-4 py-3">
            <h3>
              {at + 2}. {title}
            </h3>
            <p className="text-soft">{text}</p>
          </li>
        ))}
      </ol>
      {authority.kind === 'embedded' && (
        <p className="border-t px-4 py-3 text-small text-soft">
          <FleetHint baseUrl={authority.url} />
        </p>
      )}
    </Card>
  )
}
