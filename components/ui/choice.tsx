'use client'
import { type ReactNode, useId } from 'react'

export type ChoiceOption<Value extends string> = { value: Value; text: string; hint?: ReactNode }

/** One of a few, side by side; the hint of the chosen one is below. */
export function Choice<Value extends string>({
  legend,
  options,
  value,
  onChange,
}: {
  legend: string
  options: readonly ChoiceOption<Value>[]
  value: Value
  onChange: (value: Value) => void
}) {
  const id = useId()
  const hint = options.find((option) => option.value === value)?.hint
  return (
    <fieldset aria-describedby={hint ? `${id}-hint` : undefined} className="flex flex-col">
      <legend className="font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5">
        {options.map((option) => (
          <label key={option.value} className="touch inline-flex items-center gap-2 py-1">
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="size-4 shrink-0 accent-[var(--focus)] pointer-coarse:size-5"
            />
            {option.text}
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-small text-soft">
          {hint}
        </p>
      )}
    </fieldset>
  )
}
