'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRef } from 'react'
import { ReasonForm } from '@/components/review/reason-form'
import { ExactTime } from '@/components/time/exact-time'
import { Button, buttonClass } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { operationResult } from '@/components/words/operation-words'
import { operationQuery, operationsQuery } from '@/lib/client/api/operation-queries'
import type { Operation } from '@/lib/domain/operation'
import { StopDeviceLines } from './stop-device-lines'
import { StopEvidence } from './stop-evidence'
import { StopStatusNote } from './stop-status-note'

/** What is known of the stop just pressed, followed while the dialog stays open. */
export function StopResult({
  open,
  operation: pressed,
  onClose,
}: {
  open: boolean
  operation: Operation
  onClose: () => void
}) {
  const { data } = useQuery({ ...operationQuery(pressed.org, pressed.id), enabled: open })
  const operation = data?.operation ?? pressed
  const result = operationResult(operation)
  const close = useRef<HTMLButtonElement>(null)
  return (
    <Modal
      open={open}
      onClose={onClose}
      initialFocus={close}
      titleStop={result.tone === 'stop'}
      title={result.text}
      about={<Acceptance operation={operation} />}
      footer={
        <>
          <Button ref={close} size="big" onClick={onClose}>
            Close
          </Button>
          <Link
            href={`/${operation.org}/operations/${operation.id}`}
            prefetch={false}
            className={buttonClass('plain', 'big')}
            onClick={onClose}
          >
            Open the operation
          </Link>
        </>
      }
    >
      <StopStatusNote operation={operation} />
      {operation.stop?.status === 'accepted' && <BeforeThis operation={operation} open={open} />}
      {operation.stop && operation.acceptedAt && <StopEvidence counts={operation.stop.counts} />}
      <StopDeviceLines org={operation.org} devices={data?.stopDevices} />
      <ReasonForm operation={operation} />
    </Modal>
  )
}

/** A second press is a stop of its own, and yet changes nothing: it says whose stop was in force when it came. */
function BeforeThis({ operation, open }: { operation: Operation; open: boolean }) {
  const { data } = useInfiniteQuery({ ...operationsQuery(operation.org, 'disable'), enabled: open })
  const before = data?.pages
    .flatMap((page) => page.operations)
    .findLast((other) => other.stop?.status === 'accepted' && isBefore(other, operation))
  if (!before?.acceptedAt) return null
  return (
    <p className="rounded-box bg-off-bg px-3 py-2">
      It was stopped already: by <bdi>{before.by.name}</bdi>, <ExactTime at={before.acceptedAt} clock />. This press was
      sent as well.
    </p>
  )
}

const isBefore = (one: Operation, other: Operation): boolean =>
  one.id !== other.id && one.acceptedAt !== null && other.acceptedAt !== null && one.acceptedAt <= other.acceptedAt

function Acceptance({ operation }: { operation: Operation }) {
  if (!operation.acceptedAt) return <p>Sent to {operation.authority}, which has not acknowledged it.</p>
  return (
    <p>
      Accepted <ExactTime at={operation.acceptedAt} clock /> by {operation.authority}
    </p>
  )
}
