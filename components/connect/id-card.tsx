'use client'
import { useId, useState } from 'react'
import { WordHelp } from '@/components/glossary/word-help'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { partFault, splitId, usualParts } from '@/lib/domain/connect/id-parts'
import type { Facet } from '@/lib/domain/wire/devices'
import { IdVerdict } from './id-verdict'
import type { Draft } from './use-connect-draft'

const SUGGESTED_MAX = 30

type Props = { org: string; parts: readonly string[]; suggestions: readonly Facet[]; draft: Draft }

/** The id, part by part of the org's pattern, with the values in use; an id of another shape as one text. */
export function IdCard({ org, parts, suggestions, draft }: Props) {
  const { id, setId, framework } = draft
  const values = splitId(id, parts)
  return (
    <Card title="2. Device id" help={<WordHelp words={['device', 'twin, look-alike']} />}>
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-soft">
          One id for each process, replica or scheduled job: what shares an id is stopped together. It is no secret.
        </p>
        {values ? (
          <div className="grid grid-cols-2 gap-x-2 gap-y-1">
            {parts.map((name, at) => (
              <PartField
                key={name}
                name={name}
                value={values[at] ?? ''}
                parts={parts}
                known={suggestions.find((facet) => facet.name === name)?.values.map(({ value }) => value) ?? []}
                onChange={(value) => setId(values.with(at, value).join(':'))}
                onWhole={setId}
              />
            ))}
          </div>
        ) : (
          <div className="flex flex-col items-start gap-1">
            <Field
              label="Device id"
              className="mono"
              value={id}
              onChange={(event) => setId(event.target.value)}
              hint={`It does not fit the pattern of this org, ${parts.join(':')}: no view by part will have it.`}
              {...PLAIN}
            />
            <Button size="small" onClick={() => setId(usualParts(parts, framework?.part ?? '').join(':'))}>
              Use the pattern
            </Button>
          </div>
        )}
        <IdVerdict org={org} id={id} parts={parts} onUse={setId} />
      </div>
    </Card>
  )
}

const PLAIN = { spellCheck: false, autoCapitalize: 'off', autoComplete: 'off' } as const

type PartProps = {
  name: string
  value: string
  parts: readonly string[]
  known: readonly string[]
  onChange: (value: string) => void
  /** A whole id was pasted into the part. */
  onWhole: (id: string) => void
}

function PartField({ name, value, parts, known, onChange, onWhole }: PartProps) {
  const list = useId()
  const [fault, setFault] = useState<string | null>(null)
  const change = (text: string) => {
    const found = partFault(text)
    if (found && splitId(text, parts)) onWhole(text.trim())
    else if (!found) onChange(text)
    setFault(found && !splitId(text, parts) ? found : null)
  }
  return (
    <div className="min-w-0">
      <Field
        label={name}
        className="mono"
        value={value}
        list={list}
        error={fault}
        onChange={(event) => change(event.target.value)}
        {...PLAIN}
      />
      <datalist id={list}>
        {known.slice(0, SUGGESTED_MAX).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </div>
  )
}
