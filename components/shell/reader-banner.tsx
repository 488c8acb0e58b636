'use client'
import dynamic from 'next/dynamic'
import { may } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { WithTimes } from '@/components/time/with-times'
import { Banner } from '@/components/ui/banner'
import { HintButton } from '@/components/ui/hint-button'
import { errorDetail, isSignedOutError } from '@/lib/client/api/error-detail'
import { signedOut } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'
import { authorityAtStart } from '@/lib/domain/authority-name'
import type { OrgState } from '@/lib/domain/wire/org-state'

const KeyForm = dynamic(() => import('@/components/access/key-form').then((module) => module.KeyForm), { ssr: false })

/** When what is shown is not fresh: what happened, since when, and that Stop works all the same; the cause by a press. */
export function ReaderBanner({
  state,
  error,
  silent,
}: {
  state: OrgState | undefined
  error: unknown
  silent: boolean
}) {
  const gone = useObservable(signedOut, false)
  // What the banner of the sign-in says already; that this browser may read nothing is no word about the authority. After the sign-in
  // the refusal is there until the next answer.
  if (gone || isSignedOutError(error)) return null
  if (error) {
    return (
      <Banner kind="notice">
        <WithTimes text={errorDetail(error)} /> <Last at={state?.reading.readAt ?? null} />
      </Banner>
    )
  }
  if (!state) return null
  if (silent) {
    return (
      <Banner kind="notice">
        The console has not answered this page for a while. <Last at={state.reading.readAt} />
      </Banner>
    )
  }
  const { reading, authority } = state
  if (reading.status === 'fresh' || reading.status === 'loading') return null
  if (reading.status === 'key-rejected') {
    return (
      <Banner kind="notice" action={may(state, 'administer') && <KeyForm org={state.org.slug} />}>
        {authorityAtStart(authority.name)} rejects the org key, so neither reading nor stopping works from here.{' '}
        {may(state, 'administer') ? 'Enter a new key.' : 'An admin has to enter a new one.'}{' '}
        <Last at={reading.readAt} />
      </Banner>
    )
  }
  return (
    <Banner kind="notice">
      {reading.error
        ? `${authorityAtStart(authority.name)} cannot be read right now.`
        : `${authorityAtStart(authority.name)} has not been read for longer than usual.`}{' '}
      <Last at={reading.readAt} /> <span className="font-normal">Stop can still be pressed.</span>{' '}
      {reading.error && (
        <HintButton label="Why it cannot be read">
          <WithTimes text={reading.error.detail} />
        </HintButton>
      )}
    </Banner>
  )
}

function Last({ at }: { at: string | null }) {
  if (!at) return <span className="font-normal">Nothing was read before.</span>
  return (
    <span className="font-normal">
      Shown is the last snapshot, read <Ago at={at} />.
    </span>
  )
}
