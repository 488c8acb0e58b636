'use client'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { DeviceLink } from '@/components/ids/device-link'
import { LookalikeBadge } from '@/components/ids/lookalike-badge'
import { Ago } from '@/components/time/ago'
import { ExactTime } from '@/components/time/exact-time'
import { WithTimes } from '@/components/time/with-times'
import { Button } from '@/components/ui/button'
import { type Fact, Facts } from '@/components/ui/facts'
import { endingWords } from '@/components/words/ending-words'
import { number } from '@/components/words/operation-words'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { Operation, OperationItem } from '@/lib/domain/operation'
import { OutcomePill } from './outcome-pill'

/** On a phone, what is below the list has to be in reach as well. */
const FIRST_ROWS = 25
const MORE_ROWS = 200

type Props = {
  items: readonly OperationItem[]
  /** Ids among them that another device looks like. */
  lookalikes: ReadonlySet<string>
  total: number
  operation: Operation
  /** Reads the next page; null when all are here. */
  onMore: (() => void) | null
  waits: boolean
}

/** Devices with what became of them and why: the first few, then more when asked. */
export function ItemRows({ items, lookalikes, total, operation, onMore, waits }: Props) {
  const [rows, setRows] = useState(FIRST_ROWS)
  const more = () => {
    setRows(rows + MORE_ROWS)
    if (rows + MORE_ROWS > items.length) onMore?.()
  }
  const shown = items.slice(0, rows)
  return (
    <>
      <ul>
        {shown.map((item) => (
          <Item key={item.deviceId} item={item} operation={operation} lookalike={lookalikes.has(item.deviceId)} />
        ))}
      </ul>
      {(items.length > rows || onMore) && (
        <div className="flex flex-wrap items-center gap-3 border-t p-3">
          <Button disabled={waits} onClick={more}>
            {waits ? 'Loading…' : 'Show more'}
          </Button>
          <span className="text-small text-soft">
            {number(shown.length)} of {number(total)} shown; the CSV has all of them.
          </span>
        </div>
      )}
    </>
  )
}

type ItemProps = { item: OperationItem; operation: Operation; lookalike: boolean }

function Item({ item, operation, lookalike }: ItemProps) {
  const { org, kind } = operation
  const ending = endingWords(operation)
  const { deviceId, outcome, code, updatedAt } = item
  const reason = reasonOf(item)
  const [open, setOpen] = useState(false)
  const detailId = useId()
  return (
    <li className="border-t">
      <div className="flex items-center gap-x-1 py-0.5 pr-1 pl-4">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
          <span className="flex flex-wrap items-center gap-x-3 max-sm:basis-full">
            <DeviceLink org={org} deviceId={deviceId} />
            {lookalike && <LookalikeBadge />}
          </span>
          <OutcomePill outcome={outcome} kind={kind} code={code} since={ending?.over ? ending.mark : undefined} />
          {reason && (
            <span className="min-w-0 flex-1 basis-40 text-soft wrap-anywhere">
              <WithTimes text={reason} />
            </span>
          )}
          <span className="ml-auto text-small text-soft">
            <Ago at={updatedAt} still side="end" />
          </span>
        </div>
        <Button
          look="quiet"
          size="small"
          aria-expanded={open}
          aria-controls={open ? detailId : undefined}
          aria-label={`Details of ${shownId(deviceId)}`}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown aria-hidden className={`size-4 ${open ? 'rotate-180' : ''}`} />
        </Button>
      </div>
      {open && (
        <div id={detailId} className="bg-hover px-4 py-2 text-small">
          <ItemFacts item={item} />
        </div>
      )}
    </li>
  )
}

/** What is needed to look one device up elsewhere. */
function ItemFacts({ item: { before, code, requestId, updatedAt } }: { item: OperationItem }) {
  const facts: Fact[] = [
    ['Before', before],
    ...(code
      ? [
          [
            'Code',
            <code key="code" className="whole-id">
              {code}
            </code>,
          ] as Fact,
        ]
      : []),
    [
      'Request id',
      requestId ? (
        <span key="request" className="whole-id">
          {requestId}
        </span>
      ) : (
        'none: no call was made, or the authority gave none'
      ),
    ],
    ['Changed', <ExactTime key="changed" at={updatedAt} />],
  ]
  return <Facts facts={facts} />
}

/** Why, as the authority or the console put it; its code where the words do not hold it. */
function reasonOf({ outcome, code, message, requestId }: OperationItem): string {
  if (outcome === 'pending' && requestId !== null) return 'answered'
  if (!message) return code === 'unchanged' ? '' : (code ?? '')
  return code && !message.includes(code) ? `${code}: ${message}` : message
}
