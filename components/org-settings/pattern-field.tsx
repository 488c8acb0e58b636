'use client'
import type { ComponentProps } from 'react'
import { AreaField } from '@/components/ui/field'

type Props = Omit<ComponentProps<typeof AreaField>, 'label' | 'value' | 'onChange'> & {
  value: string
  onChange: (pattern: string) => void
}

/** The parts of ids: one line of text, broken where a phone has no room for it, so that all of it is seen. Enter sends the form. */
export function PatternField({ value, onChange, ...rest }: Props) {
  return (
    <AreaField
      label="Parts of ids"
      className="mono field-sizing-content resize-none break-all"
      dir="ltr"
      rows={1}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/[\r\n]+/g, ''))}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        event.currentTarget.form?.requestSubmit()
      }}
      {...rest}
    />
  )
}
