import { PasswordField } from '@/components/access/recent-sign-in'
import { IdText } from '@/components/ids/id-text'
import { AreaField, Field } from '@/components/ui/field'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import type { ReviewForm } from './use-review-form'

const REASON_HINT = 'The person on call at night reads why this fence is there.'

/** Why; what has to be typed; who it is that asks. */
export function ReviewFields({ form }: { form: ReviewForm }) {
  const { needsReason, guarded, expected, signIn } = form
  return (
    <>
      <AreaField
        label={needsReason ? 'Reason' : 'Reason (optional, may come later)'}
        required={needsReason}
        hint={needsReason && !guarded ? REASON_HINT : undefined}
        maxLength={REASON_CHARS_MAX}
        value={form.reason}
        onChange={(event) => form.setReason(event.target.value)}
      />
      {expected && (
        <Field
          label={
            <>
              Type <IdText id={expected} /> to confirm
            </>
          }
          value={form.typed}
          onChange={(event) => form.setTyped(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {guarded && <PasswordField signIn={signIn} />}
    </>
  )
}
