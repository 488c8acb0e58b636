'use client'
import { outcomeSentence, progressSentence, stepSentence } from '@/components/words/operation-words'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress as Progress } from '@/lib/domain/progress'
import { ProgressBar } from './progress-bar'
import { StepDevices } from './step-devices'

/** How far it is and how it goes, by the sums of the console: right after a reload too, and for any number of devices. */
export function OperationProgress({ operation, progress }: { operation: Operation; progress: Progress | undefined }) {
  const { kind, outcomes, state } = operation
  const open = state !== 'finished' && state !== 'scheduled'
  const mixed = Object.values(outcomes).filter((count) => count > 0).length > 1
  if (!mixed && !(open && operation.total > 0)) return null
  const settled = outcomeSentence(kind, { ...outcomes, pending: 0 })
  // Between its steps a restore waits for devices; it is read back after the last.
  const pace = progress?.step ? 'paused' : state
  return (
    <div className="flex flex-col gap-2">
      {open && progress && progress.total > 0 && <p>{progressSentence(progress, pace)}</p>}
      <ProgressBar operation={operation} progress={progress} />
      {open && progress?.step && <p className="wrap-anywhere">{stepSentence(progress.step, state === 'paused')}</p>}
      {open && progress?.step && <StepDevices org={operation.org} step={progress.step} />}
      {open && settled && <p className="text-small text-soft">So far: {settled}.</p>}
    </div>
  )
}
