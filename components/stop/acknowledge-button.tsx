'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { errorDetail } from '@/lib/client/api/error-detail'
import { acknowledgeAlarms } from '@/lib/client/api/stop-acts'
import { useMutation } from '@/lib/client/api/use-mutation'
import { showToast } from '@/lib/client/state/toasts'

/** Puts the alarms away that this person saw. It changes no device and is on the record. */
export function AcknowledgeButton({ org, until }: { org: string; until: string }) {
  const client = useQueryClient()
  const acknowledge = useMutation({
    mutationFn: () => acknowledgeAlarms(org, until),
    onSuccess: () => client.invalidateQueries({ queryKey: ['org', org] }),
    onError: (error) =>
      showToast({ tone: 'off', title: 'Not acknowledged', detail: errorDetail(error), lastsMs: null }),
  })
  return (
    <Button size="small" disabled={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
      Acknowledge
    </Button>
  )
}
