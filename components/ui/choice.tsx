'use client'
import { type ReactNode, useId } from 'react'

export type ChoiceOption<Value extends string> = { value: Value; text: string; hint?: ReactNode }

/** One of a few, as segments side by side that a finger, a mouse and the arrow keys choose from; the hint of the chosen one is below. */
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
    <fieldset aria-describedby={hint ? `${id}-hint` : undefined} className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex rounded-box border border-edge bg-bg p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={`touch relative flex min-w-0 flex-auto items-center justify-center rounded-tight px-2.5 py-1 text-center leading-tight has-focus-visible:outline-2 has-focus-visible:outline-focus ${option.value === value ? 'bg-ink font-medium text-bg' : 'text-soft hover:bg-hover hover:text-ink'}`}
          >
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 size-full cursor-pointer appearance-none rounded-tight outline-none"
            />
            <span className="pointer-events-none">{option.text}</span>
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
