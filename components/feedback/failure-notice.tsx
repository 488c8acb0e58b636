import { WithTimes } from '@/components/time/with-times'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { errorDetail, isNotFound } from '@/lib/client/api/error-detail'

/** A list or page that could not be read and has nothing older to show. `missing`: its title if there is no such thing. */
export function FailureNotice({
  what,
  error,
  retry,
  missing,
}: {
  what: string
  error: unknown
  retry: () => void
  missing?: string
}) {
  const isMissing = missing && isNotFound(error)
  return (
    <Notice
      role="alert"
      title={isMissing ? missing : `${what} could not be read`}
      action={<Button onClick={retry}>{isMissing ? 'Look again' : 'Try again'}</Button>}
    >
      <WithTimes text={errorDetail(error)} />
    </Notice>
  )
}
