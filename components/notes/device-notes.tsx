'use client'
import { useQuery } from '@tanstack/react-query'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { WordHelp } from '@/components/glossary/word-help'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { errorDetail } from '@/lib/client/api/error-detail'
import { deviceNotesQuery } from '@/lib/client/api/note-queries'
import type { DeviceRow } from '@/lib/domain/wire/devices'
import { CoveringList } from './covering-list'
import { NoteButton } from './note-button'
import { selectorForDevice } from './note-words'
import { useNoteDialog } from './use-note-dialog'

/** Who owns the device, what it is for and what halts when it stops, as people wrote it down. */
export function DeviceNotes({ org, device }: { org: string; device: Pick<DeviceRow, 'deviceId' | 'parts'> }) {
  const { data, error, isPending, refetch } = useQuery(deviceNotesQuery(org, device.deviceId))
  const { edit, dialog } = useNoteDialog(org)
  return (
    <section aria-label="Notes" className="flex flex-col gap-1.5">
      <div className="flex items-center gap-0.5">
        <h3>Notes</h3>
        <WordHelp words={['note']} />
      </div>
      {isPending && <Skeleton rows={1} label="Loading the notes" />}
      {error && data && <OldDataNote error={error} />}
      {error && !data && (
        <p role="alert" className="text-wait">
          {errorDetail(error)}{' '}
          <Button size="small" onClick={() => refetch()}>
            Try again
          </Button>
        </p>
      )}
      {data && data.notes.length > 0 && <CoveringList notes={data.notes} max={1} />}
      {data?.notes.length === 0 && (
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <p className="text-soft">No note covers this device.</p>
          <NoteButton size="small" onPress={() => edit(null, selectorForDevice(device.deviceId, device.parts))} />
        </div>
      )}
      {dialog}
    </section>
  )
}
