'use client'
import { useId } from 'react'
import { Card } from '@/components/ui/card'
import { FRAMEWORKS, type Framework, LANGUAGE_NAMES, type Language } from '@/lib/domain/connect/frameworks'
import type { Draft } from './use-connect-draft'

const LANGUAGES = Object.keys(LANGUAGE_NAMES) as Language[]

/** What the agent is made with. The arrow keys go through all of them. */
export function FrameworkCard({ draft: { framework, setFramework } }: { draft: Draft }) {
  const name = useId()
  return (
    <Card title="1. Framework">
      <fieldset className="flex flex-col gap-3 px-4 pb-4">
        <legend className="sr-only">Framework of the agent</legend>
        {LANGUAGES.map((language) => (
          <div key={language} className="flex flex-col gap-1.5">
            <h3 id={`${name}-${language}`} className="text-small text-soft">
              {LANGUAGE_NAMES[language]}
            </h3>
            <div className="flex flex-wrap gap-1.5">
              {FRAMEWORKS.filter((one) => one.language === language).map((one) => (
                <Chip
                  key={one.id}
                  one={one}
                  group={name}
                  chosen={one.id === framework?.id}
                  onChoose={() => setFramework(one)}
                />
              ))}
            </div>
          </div>
        ))}
      </fieldset>
    </Card>
  )
}

function Chip(props: { one: Framework; group: string; chosen: boolean; onChoose: () => void }) {
  const { one, group, chosen, onChoose } = props
  return (
    <label
      className={`touch relative inline-flex items-center rounded-box border px-3 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-focus ${chosen ? 'border-ink bg-ink font-medium text-bg' : 'border-edge hover:bg-hover'}`}
    >
      <input
        type="radio"
        name={group}
        checked={chosen}
        onChange={onChoose}
        aria-describedby={`${group}-${one.language}`}
        className="absolute inset-0 size-full cursor-pointer appearance-none rounded-box outline-none"
      />
      <span className="pointer-events-none">{one.name}</span>
    </label>
  )
}
