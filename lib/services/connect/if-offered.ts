import { UpstreamError } from '@/lib/domain/errors'
import type { NotOffered } from '@/lib/domain/wire/agent-keys'
import type { OrgContext } from '../context'

/** What the call gives, or that this authority does not have it: that is a fact, and no failure of a page. */
export async function ifOffered<Result>(
  { org }: OrgContext,
  call: () => Promise<Result>,
): Promise<NotOffered | (Result & { offered: true; authority: string })> {
  const authority = org.authority.name
  try {
    return { ...(await call()), offered: true, authority }
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'upstream-unsupported') return { offered: false, authority }
    throw error
  }
}
