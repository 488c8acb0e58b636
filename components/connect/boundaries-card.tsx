'use client'
import { useId } from 'react'
import { WordHelp } from '@/components/glossary/word-help'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/checkbox'
import { BOUNDARY_WORDS, type Boundary, GUARD_SECONDS, isLate, timeToStop } from '@/lib/domain/connect/boundaries'
import type { Framework } from '@/lib/domain/connect/frameworks'
import type { FrameworkView } from '@/lib/domain/wire/connect'
import { UnguardedPaths } from './unguarded-paths'

type Props = {
  of: FrameworkView
  framework: Framework
  boundaries: readonly Boundary[]
  onChange: (boundaries: readonly Boundary[]) => void
}

/** Where the agent asks, what that buys, and where no hook reaches. */
export function BoundariesCard({ of, framework, boundaries, onChange }: Props) {
  const sentence = timeToStop(boundaries)
  const toggle = (boundary: Boundary, on: boolean) => {
    const needing = of.boundaries.filter((one) => one.with.includes(boundary)).map((one) => one.boundary)
    onChange(on ? [...boundaries, boundary] : boundaries.filter((one) => one !== boundary && !needing.includes(one)))
  }
  return (
    <Card title="3. Boundaries" help={<WordHelp words={['boundary', 'guard']} />}>
      <fieldset className="flex flex-col">
        <legend className="sr-only">Where the agent asks before it works</legend>
        {of.boundaries.map((one) => (
          <Row
            key={one.boundary}
            boundary={one.boundary}
            companions={one.with}
            chosen={boundaries.includes(one.boundary)}
            onChange={(on) => toggle(one.boundary, on)}
          />
        ))}
      </fieldset>
      <p
        role="status"
        className={`border-t px-4 py-3 ${sentence === null || isLate(boundaries) ? 'text-wait' : 'text-ink'}`}
      >
        {sentence === null
          ? 'Choose at least one boundary: this agent would never ask, and so never stop.'
          : `${sentence} An answer that does not come within ${GUARD_SECONDS} s is a denial.`}
      </p>
      {framework.notRun && (
        <p className="border-t px-4 py-3 text-small text-soft">
          Its tests call the hooks directly: {framework.notRun} is a download of its own, and is not run in them.
        </p>
      )}
      <UnguardedPaths name={framework.name} paths={of.unguarded} />
    </Card>
  )
}

type RowProps = { boundary: Boundary; companions: Boundary[]; chosen: boolean; onChange: (on: boolean) => void }

function Row({ boundary, companions, chosen, onChange }: RowProps) {
  const id = useId()
  const { name, before, wait } = BOUNDARY_WORDS[boundary]
  return (
    <div className="flex gap-2 border-t px-4 py-2.5">
      <Checkbox
        id={id}
        checked={chosen}
        aria-describedby={`${id}-about`}
        onChange={({ target }) => onChange(target.checked)}
        className="-ml-1 shrink-0 pointer-coarse:-my-2.5 pointer-coarse:-ml-3"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {name}
        </label>
        <div id={`${id}-about`} className="text-small text-soft">
          <p>{before}</p>
          <p>With this one alone, work goes on {wait}.</p>
          {companions.length > 0 && <p>One line with {companions.map(nameOf).join(' and ')}.</p>}
        </div>
      </div>
    </div>
  )
}

const nameOf = (boundary: Boundary): string => BOUNDARY_WORDS[boundary].name.toLowerCase()
