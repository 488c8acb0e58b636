import { failedActToast, operationToast } from '@/components/feedback/operation-toast'
import { useAct } from '@/lib/client/api/use-act'
import { showToast, updateToast } from '@/lib/client/state/toasts'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import { OWN_UNDO_MS } from '@/lib/domain/policy'

/** Revokes one device at once, with ten seconds from the press in which it can be taken back. */
export function useRevokeOne(org: string) {
  const act = useAct(org)
  const takeBack = async (id: string, operationId: string, toast: number) => {
    updateToast(toast, {
      tone: 'wait',
      title: 'Undo: revoke of',
      subject: isolated(shownId(id)),
      detail: 'Sent',
      lastsMs: null,
    })
    try {
      updateToast(toast, operationToast(await act.mutateAsync({ kind: 'restore', undoes: operationId }), id))
    } catch (error) {
      const link = { href: `/${org}/operations/${operationId}`, text: 'Undo it there' }
      updateToast(toast, { ...failedActToast('undo of the revoke', error, id), link })
    }
  }
  const revoke = async (id: string) => {
    const pressedAt = Date.now()
    const toast = showToast({
      tone: 'wait',
      title: 'Revoke of',
      subject: isolated(shownId(id)),
      detail: 'Sent',
      lastsMs: null,
    })
    try {
      const operation = await act.mutateAsync({ kind: 'revoke', target: { ids: [id] } })
      const leftMs = OWN_UNDO_MS - (Date.now() - pressedAt)
      const undo = { text: 'Undo', run: () => void takeBack(id, operation.id, toast) }
      const content = operationToast(operation, id)
      updateToast(toast, leftMs > 0 ? { ...content, action: undo, lastsMs: leftMs } : content)
    } catch (error) {
      updateToast(toast, failedActToast('revoke', error, id))
    }
  }
  return { revoke, isPending: act.isPending }
}
