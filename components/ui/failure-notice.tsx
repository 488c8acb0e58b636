import { errorDetail } from '@/lib/client/error-detail'
import { Button } from './button'
import { Notice } from './notice'
import { WithTimes } from './with-times'

/** A list or page that could not be read and has nothing older to show. */
export function FailureNotice({ what, error, retry }: { what: string; error: unknown; retry: () => void }) {
  return (
    <Notice role="alert" title={`${what} could not be read`} action={<Button onClick={retry}>Try again</Button>}>
      <WithTimes text={errorDetail(error)} />
    </Notice>
  )
}
