'use client'
import { type ComponentProps, type ReactNode, useId } from 'react'

/** What cannot be typed in does not look as if it could. */
const BOX =
  'touch w-full rounded-box border border-edge bg-panel px-3 py-1.5 text-ink read-only:border-transparent read-only:bg-transparent read-only:px-0 read-only:text-soft max-sm:text-lead'

type Shared = { label: ReactNode; hint?: string; error?: ReactNode }

/** A labelled text input with its hint and its error. */
export function Field({ label, hint, error, className = '', ...rest }: ComponentProps<'input'> & Shared) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <Label id={id} label={label} required={rest.required} />
      <input
        id={id}
        aria-describedby={`${id}-about`}
        aria-invalid={error ? true : undefined}
        className={`${BOX} ${className}`}
        {...rest}
      />
      <About id={`${id}-about`} hint={hint} error={error} />
    </div>
  )
}

/** The same for several lines. */
export function AreaField({ label, hint, error, className = '', ...rest }: ComponentProps<'textarea'> & Shared) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <Label id={id} label={label} required={rest.required} />
      <textarea
        id={id}
        rows={2}
        aria-describedby={`${id}-about`}
        aria-invalid={error ? true : undefined}
        className={`${BOX} ${className}`}
        {...rest}
      />
      <About id={`${id}-about`} hint={hint} error={error} />
    </div>
  )
}

function Label({ id, label, required }: { id: string; label: ReactNode; required?: boolean }) {
  return (
    <label htmlFor={id} className="font-medium">
      {label}
      {required && (
        <span aria-hidden className="font-normal text-soft">
          {' '}
          (required)
        </span>
      )}
    </label>
  )
}

function About({ id, hint, error }: { id: string; hint?: string; error?: ReactNode }) {
  return (
    <div id={id} className="text-small">
      {error ? (
        <p role="alert" className="text-stop">
          {error}
        </p>
      ) : (
        hint && <p className="text-soft">{hint}</p>
      )}
    </div>
  )
}
