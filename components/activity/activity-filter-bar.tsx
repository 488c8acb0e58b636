'use client'
import { ListFilter } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ClockChangeNote } from '@/components/time/clock-change-note'
import { Button } from '@/components/ui/button'
import type { ActivityFilters } from '@/lib/client/api/activity-query'
import { useZone } from '@/lib/client/state/preferences'
import type { Person } from '@/lib/domain/operation'
import { type Edge, fromWallTime, toWallTime } from '@/lib/domain/time/wall-time'
import { KIND_GROUPS } from './kind-groups'

const BOX = 'touch h-[34px] w-full min-w-0 sm:w-auto rounded-box border border-edge bg-panel px-2 py-1'

type Props = {
  filters: ActivityFilters
  people: Person[]
  onChange: (change: Record<string, string | null>) => void
  onClear?: () => void
}

/** Person, kind, device and time; on a phone below a button, so that the record comes first. Each change goes into the URL at once. */
export function ActivityFilterBar({ filters, people, onChange, onClear }: Props) {
  const [device, setDevice] = useState(filters.device ?? '')
  const [open, setOpen] = useState(false)
  const known = people.filter((person) => person.id !== null)
  const count = Object.keys(filters).length
  return (
    <>
      <Button className="self-start sm:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ListFilter aria-hidden className="size-4" />
        Filters{count > 0 && ` · ${count}`}
      </Button>
      <form
        aria-label="Filters"
        className={`grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap ${open ? '' : 'max-sm:hidden'}`}
        onSubmit={(event) => {
          event.preventDefault()
          onChange({ device: device || null })
        }}
      >
        <Labelled label="Person">
          <select
            className={BOX}
            value={filters.person ?? ''}
            onChange={(event) => onChange({ person: event.target.value })}
          >
            <option value="">All people</option>
            {known.map(({ id, name }) => (
              <option key={id} value={id ?? ''}>
                {name}
              </option>
            ))}
            {filters.person && !known.some(({ id }) => id === filters.person) && (
              <option value={filters.person}>{filters.person}</option>
            )}
          </select>
        </Labelled>
        <Labelled label="Kind">
          <select
            className={BOX}
            value={filters.kind ?? ''}
            onChange={(event) => onChange({ kind: event.target.value })}
          >
            <option value="">Any</option>
            {KIND_GROUPS.map(({ group, kinds }) => (
              <optgroup key={group} label={group}>
                {kinds.map(({ kind, name }) => (
                  <option key={kind} value={kind}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Labelled>
        <Labelled label="Device id" wide>
          <input
            className={`${BOX} mono sm:w-60`}
            value={device}
            onChange={(event) => setDevice(event.target.value)}
            onBlur={() => onChange({ device: device || null })}
            spellCheck={false}
            autoCapitalize="off"
          />
        </Labelled>
        <TimeFilter label="From" iso={filters.from} edge="from" onChange={(from) => onChange({ from })} />
        <TimeFilter label="Until" iso={filters.to} edge="until" onChange={(to) => onChange({ to })} />
        {onClear && (
          <Button
            look="quiet"
            onClick={() => {
              setDevice('')
              onClear()
            }}
          >
            Clear
          </Button>
        )}
      </form>
    </>
  )
}

type TimeFilterProps = { label: string; iso: string | undefined; edge: Edge; onChange: (iso: string | null) => void }

function TimeFilter({ label, iso, edge, onChange }: TimeFilterProps) {
  const zone = useZone()
  const at = iso ? Date.parse(iso) : Number.NaN
  const text = Number.isNaN(at) ? '' : toWallTime(at, zone)
  return (
    <Labelled label={`${label} (${zone})`} wide>
      <input
        type="datetime-local"
        className={BOX}
        value={text}
        onChange={(event) => {
          const picked = fromWallTime(event.target.value, zone, edge)
          onChange(picked === null ? null : new Date(picked).toISOString())
        }}
      />
      <ClockChangeNote text={text} at={at} zone={zone} />
    </Labelled>
  )
}

/** `wide`: the whole row on a phone. */
function Labelled({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={`flex min-w-0 flex-col gap-0.5 text-small text-soft ${wide ? 'col-span-2' : ''}`}>
      {label}
      <span className="contents text-base text-ink">{children}</span>
    </label>
  )
}
