import { Isolated } from '@/components/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import type { StopPart } from '@/lib/domain/wire/stop-part'
import { PartFaultNote } from './part-fault-note'
import type { PartFault, StopCard } from './stop-card-types'

export const PARTS_AWAY =
  'An environment or a role cannot be stopped by itself now: the console’s database cannot keep the list of its devices. The whole org can be stopped.'

/**
 * What of an org can be stopped by itself. The buttons lie on the right; the confirm that follows lies on the left, so that a
 * second tap in the same place confirms nothing.
 */
export function StopParts({
  card: { slug, parts },
  typed,
  fault,
}: {
  card: Pick<StopCard, 'slug' | 'parts'>
  typed?: string
  fault?: PartFault
}) {
  if (parts === undefined) return null
  if (parts === null) return <p className="soft">{PARTS_AWAY}</p>
  const groups = [...new Set(parts.map(({ part }) => part))]
  return (
    <div className="parts">
      {groups.map((group) => (
        <Group key={group} name={group} slug={slug} parts={parts.filter(({ part }) => part === group)} />
      ))}
      <form className="typed" method="post" action={`/stop/${slug}/part`}>
        <label>
          Another value, or a selector
          <input
            name="typed"
            className="mono"
            dir="ltr"
            maxLength={SELECTOR_CHARS_MAX}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="env:prod role:tool-*"
            defaultValue={typed}
            aria-invalid={fault ? true : undefined}
            aria-describedby={fault ? 'typed-fault' : undefined}
          />
        </label>
        {fault ? <PartFaultNote id="typed-fault" text={typed ?? ''} fault={fault} /> : null}
        <button className="ghost right" type="submit">
          Choose…
        </button>
      </form>
    </div>
  )
}

const NAMES: Record<string, string> = { env: 'Environments', role: 'Roles' }

function Group({ name, slug, parts }: { name: string; slug: string; parts: readonly StopPart[] }) {
  const id = `part-${name}`
  return (
    <form className="group" method="post" action={`/stop/${slug}/part`} aria-labelledby={id}>
      <h3 id={id} className="soft">
        {NAMES[name] ?? name}
      </h3>
      <div>
        {parts.map(({ value, selector, active }) => (
          <button key={selector} className="part" type="submit" name="q" value={selector}>
            <Isolated text={shownId(value)} className="mono" />
            <span className="soft">{active.toLocaleString('en')} active</span>
          </button>
        ))}
      </div>
    </form>
  )
}
