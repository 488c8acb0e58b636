'use client'
import { WithTimes } from '@/components/time/with-times'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import { InvalidInput } from '@/lib/domain/errors'
import { isolated } from '@/lib/domain/ids/isolated'
import type { Note } from '@/lib/domain/wire/note'
import { NoteFields } from './note-fields'
import { useNoteForm } from './use-note-form'

type Props = {
  org: string
  /** What a new note begins with. */
  selector: string
  /** The note that is changed; null: a new one. */
  note: Note | null
  onClose: () => void
}

/** Writes a note, changes it or removes it. */
export function NoteDialog({ org, selector, note, onClose }: Props) {
  const form = useNoteForm(org, note, selector)
  const { content, seen, error, isSending } = form
  const end = (title: string, isDone: boolean) => {
    if (!isDone) return
    showToast({ tone: 'ok', title, subject: isolated(content.selector.trim()), lastsMs: 4_000 })
    onClose()
  }
  const save = async () => end('Note saved for', await form.save())
  const remove = async () => end('Note removed for', await form.remove())
  return (
    <Modal
      open
      onClose={onClose}
      wide
      sticky
      title={note ? 'Change the note' : 'Write a note'}
      about="All of the org read it, and the record keeps each change."
      footer={
        <>
          {seen && (
            <Button look="danger" size="big" className="sm:mr-auto" disabled={isSending} onClick={remove}>
              Remove the note
            </Button>
          )}
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="strong"
            size="big"
            disabled={content.selector.trim() === '' || isSending || form.changed !== null || form.isRemoved}
            onClick={save}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <NoteFields content={content} error={error} onChange={form.set} />
        {error && !pointsAtField(error) && (
          <div role="alert" className="flex flex-col gap-2 rounded-box bg-wait-bg px-3 py-2 text-wait">
            <p className="wrap-anywhere">
              <WithTimes text={errorDetail(error)} />
            </p>
            <Ways form={form} />
          </div>
        )}
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}

/** What to do after another person changed or removed the note; what is typed is lost by no way but the one that says so. */
function Ways({ form: { changed, isRemoved, takeOver, keepTyped } }: { form: ReturnType<typeof useNoteForm> }) {
  if (isRemoved)
    return (
      <Button size="small" className="self-start" onClick={() => keepTyped(null)}>
        Keep mine as a new note
      </Button>
    )
  if (!changed) return null
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" onClick={() => keepTyped(changed)}>
        Keep mine, to save it
      </Button>
      <Button size="small" onClick={() => takeOver(changed)}>
        Show what it says now
      </Button>
    </div>
  )
}

const pointsAtField = (error: Error): boolean => error instanceof InvalidInput && error.issues.length > 0
