import { Fragment } from 'react'
import { PasswordField } from '@/components/access/recent-sign-in'
import { IdText } from '@/components/ids/id-text'
import { AreaField, Field } from '@/components/ui/field'
import { KeptInSight } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/api/error-detail'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import { FenceTermLine } from './fence-end-field'
import type { ReviewForm } from './use-review-form'

const REASON_HINT = 'The person on call at night reads why this fence is there.'

/** Why; what has to be typed; who it is that asks; why it was refused. The reason of a stop stays in sight, whatever is above it. */
export function ReviewFields({ form, error }: { form: ReviewForm; error: Error | null }) {
  const { needsReason, guarded, expected, signIn } = form
  const Frame = guarded ? Fragment : KeptInSight
  return (
    <Frame>
      <AreaField
        label={needsReason ? 'Reason' : 'Reason (optional, may come later)'}
        required={needsReason}
        hint={needsReason && !guarded ? REASON_HINT : undefined}
        maxLength={REASON_CHARS_MAX}
        value={form.reason}
        onChange={(event) => form.setReason(event.target.value)}
      />
      <FenceTermLine when={form.when} />
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
      {error && (
        <p role="alert" className="text-stop">
          {errorDetail(error)}
        </p>
      )}
    </Frame>
  )
}
