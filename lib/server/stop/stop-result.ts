import type { StopResult } from '@/components/plain/stop/stop-result-types'
import { AppError, toProblem } from '@/lib/domain/errors'
import type { KnownStop } from '@/lib/views/view-stop'
import type { Visit } from './with-stop-session'

/** One org among several. What fails for it is said of it alone, and hides no other. */
export async function stopResult(
  { console, requestId }: Visit,
  named: Pick<StopResult, 'slug' | 'name'>,
  knowing: Promise<KnownStop>,
): Promise<StopResult> {
  try {
    return { ...named, known: await knowing }
  } catch (error) {
    if (!(error instanceof AppError))
      console.deps.log.error({ err: error, org: named.slug, requestId }, 'a stop of several is not known')
    const mayStop = !(error instanceof AppError && ['not-found', 'forbidden'].includes(error.code))
    return { ...named, fault: toProblem(error, requestId).detail, mayStop }
  }
}
