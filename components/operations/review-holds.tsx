import { Ago } from '@/components/ui/ago'
import { Checkbox } from '@/components/ui/checkbox'
import type { Selection } from '@/lib/domain/console-api'
import { devices } from './operation-words'

type Hold = Selection['holds'][number]
type Props = { holds: Hold[]; undoes?: string; releases: readonly string[]; onChange: (releases: string[]) => void }

/**
 * Who else keeps devices of a restore stopped. The revoke of another person is released by a tick of its own, never all at
 * once; an undo releases nothing but what it takes back, and a fence or a stop of the org is lifted, not restored through.
 */
export function ReviewHolds({ holds, undoes, releases, onChange }: Props) {
  const others = holds.filter(
    (hold) => !hold.own && hold.kind !== 'elsewhere' && (undoes === undefined || hold.operationId !== undoes),
  )
  if (others.length === 0) return null
  const releasable = (hold: Hold) => undoes === undefined && hold.kind === 'operation' && hold.operationId !== null
  return (
    <fieldset className="flex flex-col gap-1 rounded-lg bg-wait-bg px-3 py-2">
      <legend className="float-left mb-1 w-full font-medium text-wait">
        {others.some(releasable)
          ? 'Stopped by others. They stay stopped unless you tick:'
          : 'Stopped by others as well. They stay stopped:'}
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
  elsewhere: 'revoke',
  fence: 'fence',
  'fallback-stop': 'stop of the org',
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
      {devices(hold.devices)}: {WHAT[hold.kind]} by {hold.by.name}, <Ago at={hold.placedAt} />
      {hold.reason && <> – “{hold.reason}”</>}
    </span>
  )
  if (!releasable) return <p className="clear-both">{words}</p>
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside
    <label className="clear-both flex items-center gap-2">
      <Checkbox checked={ticked} onChange={(event) => onTick(event.target.checked)} />
      {words}
    </label>
  )
}
