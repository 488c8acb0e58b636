import Link from 'next/link'
import { useOrgSlug } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Checkbox } from '@/components/ui/checkbox'
import { devices } from '@/components/words/operation-words'
import { holdEffect } from '@/lib/domain/wire/hold-effect'
import type { Selection } from '@/lib/domain/wire/selection'

type Hold = Selection['holds'][number]
type Props = { holds: Hold[]; undoes?: string; releases: readonly string[]; onChange: (releases: string[]) => void }

/**
 * What else keeps devices of a restore stopped. The revoke of another person is released by a tick of its own, never all at
 * once; an undo releases nothing but what it takes back, and a fence or a stop of the org is lifted, not restored through.
 */
export function ReviewHolds({ holds, undoes, releases, onChange }: Props) {
  const others = holds.filter((hold) => holdEffect(hold, undoes) !== 'released')
  if (others.length === 0) return null
  const releasable = (hold: Hold) => holdEffect(hold, undoes) === 'released-if-named'
  return (
    <fieldset className="flex flex-col gap-1 rounded-box bg-wait-bg px-3 py-2">
      <legend className="float-left mb-1 w-full font-medium text-wait">
        {others.some(releasable)
          ? 'Held by others. They stay stopped unless you tick:'
          : 'Held by something else too. They stay stopped until that is lifted:'}
      </legend>
      {others.map((hold) => (
        <OneHold
          key={`${hold.operationId}${hold.kind}${hold.placedAt}`}
          hold={hold}
          releasable={releasable(hold)}
          ticked={hold.operationId !== null && releases.includes(hold.operationId)}
          onTick={(ticked) => {
            const rest = releases.filter((id) => id !== hold.operationId)
            onChange(ticked && hold.operationId ? [...rest, hold.operationId] : rest)
          }}
        />
      ))}
    </fieldset>
  )
}

const WHAT: Record<Hold['kind'], string> = {
  operation: 'revoke',
  elsewhere: 'revoke outside this console',
  fence: 'fence',
  'fallback-stop': 'stop of the org',
}

/** What has to be done first, where a tick is not enough. */
const FIRST: Partial<Record<Hold['kind'], string>> = {
  fence: 'Lift it first.',
  'fallback-stop': 'Resume the org first.',
}

function OneHold({
  hold,
  releasable,
  ticked,
  onTick,
}: {
  hold: Hold
  releasable: boolean
  ticked: boolean
  onTick: (ticked: boolean) => void
}) {
  const words = (
    <span className="min-w-0 wrap-anywhere">
      {devices(hold.devices)}: {WHAT[hold.kind]}
      {hold.kind !== 'elsewhere' && (
        <>
          {' '}
          by <bdi>{hold.by.name}</bdi>
        </>
      )}
      , <Ago at={hold.placedAt} />
      {hold.reason && (
        <>
          {' '}
          – “<bdi>{hold.reason}</bdi>”
        </>
      )}
    </span>
  )
  if (!releasable)
    return (
      <p className="clear-both">
        {words}. {FIRST[hold.kind]} <HolderLink hold={hold} />
      </p>
    )
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside
    <label className="clear-both flex items-center gap-2">
      <Checkbox checked={ticked} onChange={(event) => onTick(event.target.checked)} />
      {words}
    </label>
  )
}

function HolderLink({ hold: { kind, operationId } }: { hold: Hold }) {
  const org = useOrgSlug()
  if (operationId === null) return null
  return (
    <Link
      href={`/${org}/operations/${operationId}`}
      prefetch={false}
      className="underline underline-offset-2 pointer-coarse:py-2"
    >
      {kind === 'fence' ? 'Open the fence' : 'Open the operation'}
    </Link>
  )
}
