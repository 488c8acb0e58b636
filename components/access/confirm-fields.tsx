'use client'
import { AreaField, Field } from '@/components/ui/field'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'

type Props = {
  org: string
  reason: string
  typed: string
  onReason: (reason: string) => void
  onTyped: (typed: string) => void
}

/** What an act that cannot be taken back asks for: a reason, and the address of the org by hand. */
export function ConfirmFields({ org, reason, typed, onReason, onTyped }: Props) {
  return (
    <>
      <AreaField
        label="Reason"
        required
        maxLength={REASON_CHARS_MAX}
        value={reason}
        onChange={(event) => onReason(event.target.value)}
        hint="Kept in the record with your name."
      />
      <Field
        label={
          <>
            Type <code className="mono">{org}</code> to confirm
          </>
        }
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
      />
    </>
  )
}
