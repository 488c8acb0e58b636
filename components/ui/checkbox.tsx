'use client'
import type { ComponentProps } from 'react'

/** A native checkbox with the third state, in a target big enough for a finger. */
export function Checkbox({
  mixed = false,
  className = '',
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { mixed?: boolean }) {
  return (
    <span
      className={`relative inline-flex size-[24px] items-center justify-center pointer-coarse:size-[44px] ${className}`}
    >
      <input
        type="checkbox"
        className="size-4 accent-[var(--focus)] after:absolute after:inset-0 pointer-coarse:size-5"
        ref={(element) => {
          if (element) element.indeterminate = mixed
        }}
        {...rest}
      />
    </span>
  )
}
