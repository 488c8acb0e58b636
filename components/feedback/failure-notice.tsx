import { WithTimes } from '@/components/time/with-times'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { errorDetail } from '@/lib/client/api/error-detail'

/** A list or page that could not be read and has nothing older to show. */
export function FailureNotice({ what, error, retry }: { what: string; error: unknown; retry: () => void }) {
  return (
    <Notice role="alert" title={`${what} could not be read`} action={<Button onClick={retry}>Try again</Button>}>
      <WithTimes text={errorDetail(error)} />
    </Notice>
  )
}
