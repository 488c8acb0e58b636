'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { WordHelp } from '@/components/glossary/word-help'
import { Checkbox } from '@/components/ui/checkbox'
import type { DeviceSort } from '@/lib/domain/wire/devices'
import { COLUMNS, nextSort, TEMPLATE } from './columns'

type Props = {
  sort: DeviceSort
  onSort: (sort: DeviceSort) => void
  ticked: boolean | 'mixed'
  selectable: boolean
  onTickAll: () => void
}

/** Column names, each a sort where the API has one; the checkbox takes the rows that are loaded. */
export function GridHeader({ sort, onSort, ticked, selectable, onTickAll }: Props) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={`${TEMPLATE} shrink-0 border-b px-1 text-small text-faint max-sm:hidden`}
    >
      <div role="columnheader" className="flex justify-center">
        <Checkbox
          aria-label="Select the rows that are loaded"
          disabled={!selectable}
          checked={ticked === true}
          mixed={ticked === 'mixed'}
          onChange={onTickAll}
        />
      </div>
      {COLUMNS.map(({ name, sort: key, hide }) => {
        const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined
        return (
          // Named by its word alone: the help beside it is no part of the name that each cell is read with.
          <div
            key={name}
            role="columnheader"
            aria-label={name}
            aria-sort={order}
            className={`flex items-center gap-0.5 px-2 font-medium ${hide}`}
          >
            {key ? (
              <button
                type="button"
                onClick={() => onSort(nextSort(sort, key))}
                className={`inline-flex items-center gap-1 py-1.5 whitespace-nowrap hover:text-ink ${order ? 'text-ink' : ''}`}
              >
                {name}
                {order === 'ascending' && <ArrowUp aria-hidden className="size-3" />}
                {order === 'descending' && <ArrowDown aria-hidden className="size-3" />}
              </button>
            ) : (
              name
            )}
            {key === 'status' && <WordHelp words={['active', 'running']} />}
          </div>
        )
      })}
      <div role="columnheader">
        <span className="sr-only">Actions</span>
      </div>
    </div>
  )
}
