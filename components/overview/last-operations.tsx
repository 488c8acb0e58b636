'use client'
import Link from 'next/link'
import { useRef } from 'react'
import { OperationRow } from '@/components/operations/operation-row'
import { Card } from '@/components/ui/card'
import { NewerButton } from '@/components/ui/newer-button'
import { useHeldRows } from '@/lib/client/browser/use-row-lock'
import type { Operation } from '@/lib/domain/operation'

/** What was done last; a row stays where it is while a pointer is on the list. */
export function LastOperations({ org, operations }: { org: string; operations: Operation[] }) {
  const list = useRef<HTMLUListElement>(null)
  const held = useHeldRows(list, operations, org)
  return (
    <Card
      title="Last operations"
      aside={
        <>
          <NewerButton waiting={held.waiting} onShow={held.release} />{' '}
          <Link
            href={`/${org}/operations`}
            prefetch={false}
            className="underline underline-offset-2 pointer-coarse:py-2.5"
          >
            All
          </Link>
        </>
      }
    >
      {operations.length === 0 && (
        <p className="px-4 pb-4 text-soft">
          Nothing was done yet. Each revoke, restore or stop appears here with its outcome.
        </p>
      )}
      <ul ref={list} className="border-t empty:border-0">
        {held.rows.map((operation) => (
          <OperationRow key={operation.id} operation={operation} />
        ))}
      </ul>
    </Card>
  )
}
