'use client'
import { useState } from 'react'
import { IdText } from '@/components/ids/id-text'
import { may, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useRemoveView, useSaveView } from '@/lib/client/api/saved-view-queries'
import { showToast } from '@/lib/client/state/toasts'
import { isolated } from '@/lib/domain/ids/isolated'
import { lowestRole } from '@/lib/domain/policy'
import type { SavedView } from '@/lib/domain/wire/saved-view'
import { ReplacedView } from './replaced-view'

type Props = {
  org: string
  /** What the list shows. */
  selector: string
  /** The view that is changed; null: a new one. */
  view: SavedView | null
  onClose: () => void
}

/** Saves what the list shows under a name, for oneself or for all, as a view of its own or in place of another; or renames, shares or removes one. */
export function ViewDialog({ org, selector, view, onClose }: Props) {
  const { data: state } = useOrgState()
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const [replaced, setReplaced] = useState<SavedView | null>(null)
  const saving = useSaveView(org, view ?? replaced)
  const removing = useRemoveView(org)
  const error = saving.error ?? removing.error
  const done = (title: string) => {
    showToast({ tone: 'ok', title, subject: isolated(name.trim()), lastsMs: 4_000 })
    onClose()
  }
  const save = () =>
    saving.mutateAsync({ name, selector, shared }).then(
      () => done('Saved:'),
      () => undefined,
    )
  const remove = () =>
    view &&
    removing.mutateAsync(view).then(
      () => done('Removed:'),
      () => undefined,
    )
  const mayShare = may(state, 'share')
  return (
    <Modal
      open
      onClose={onClose}
      title={view ? 'Change the view' : 'Save as a view'}
      about={
        <>
          Devices that match <IdText id={selector} />
        </>
      }
      footer={
        <>
          {view && (
            <Button look="danger" className="sm:mr-auto" disabled={removing.isPending} onClick={remove}>
              Remove the view
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button look="strong" disabled={name.trim() === '' || saving.isPending} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {!view && (
          <ReplacedView
            org={org}
            replaced={replaced}
            onPick={(next) => {
              setReplaced(next)
              setName(next?.name ?? '')
              setShared(next?.shared ?? false)
            }}
          />
        )}
        <Field label="Name" value={name} dir="auto" maxLength={200} onChange={(event) => setName(event.target.value)} />
        {mayShare ? (
          <Choice
            legend="Seen by"
            value={shared ? 'all' : 'me'}
            onChange={(value) => setShared(value === 'all')}
            options={[
              { value: 'me', text: 'Me', hint: 'Only you see it.' },
              {
                value: 'all',
                text: 'All of the org',
                hint: 'All see it; responders and above may change it. The record keeps that.',
              },
            ]}
          />
        ) : (
          <p className="text-small text-soft">Only you see it. Sharing a view needs the role {lowestRole('share')}.</p>
        )}
        {error && (
          <p role="alert" className="text-stop">
            {errorDetail(error)}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}
