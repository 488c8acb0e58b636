'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { errorDetail } from '@/lib/client/api/error-detail'
import { addReason } from '@/lib/client/api/start-operation'
import { useMutation } from '@/lib/client/api/use-mutation'
import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import type { Operation } from '@/lib/domain/operation'

/** Gives a stop its reason after the fact; shows the one it has. */
export function ReasonForm({ operation }: { operation: Operation }) {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const add = useMutation({
    mutationFn: (reason: string) => addReason(operation.org, operation.id, reason),
    onSuccess: () => {
      setText('')
      return client.invalidateQueries({ queryKey: ['org', operation.org] })
    },
  })
  return (
    <form
      className="relative flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) add.mutate(text.trim())
      }}
    >
      {operation.reason && (
        <p className="wrap-anywhere">
          <bdi>{operation.reason}</bdi>
        </p>
      )}
      <Field
        label={operation.reason ? 'Another reason' : 'Reason (may come later)'}
        value={text}
        maxLength={REASON_CHARS_MAX}
        onChange={(event) => setText(event.target.value)}
        error={add.error && errorDetail(add.error)}
      />
      <Button type="submit" className="self-start" disabled={!text.trim() || add.isPending}>
        Add the reason
      </Button>
      <span role="status" className="sr-only">
        {add.isSuccess ? 'Reason added' : ''}
      </span>
    </form>
  )
}
