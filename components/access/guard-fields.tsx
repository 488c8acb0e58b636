'use client'
import { AreaField } from '@/components/ui/field'
import { errorDetail, isGuardError } from '@/lib/client/api/error-detail'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import { PasswordField } from './recent-sign-in'
import type { Guard } from './use-guard'

/** The reason and the password, where they are asked for, and what else went wrong with the act. */
export function GuardFields({ guard, error }: { guard: Guard; error: Error | null }) {
  return (
    <>
      {guard.asksReason && (
        <AreaField
          label="Reason"
          required
          maxLength={REASON_CHARS_MAX}
          value={guard.reason}
          onChange={(event) => guard.setReason(event.target.value)}
          error={guard.missing}
          hint="Kept in the record with your name."
        />
      )}
      <PasswordField signIn={guard.signIn} />
      {error && !isGuardError(error) && (
        <p role="alert" className="text-stop">
          {errorDetail(error)}
        </p>
      )}
    </>
  )
}
