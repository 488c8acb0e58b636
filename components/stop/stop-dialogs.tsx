'use client'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import { takeHash } from '@/lib/client/browser/take-hash'
import { useObservable } from '@/lib/client/state/use-observable'
import { StopDialog } from './stop-dialog'
import { askResume, stopDialogState } from './stop-dialog-state'

export const loadResume = () => import('./resume-dialog').then((module) => module.ResumeDialog)
const ResumeDialog = dynamic(loadResume, { ssr: false })

/** The stop's dialog is in the first bundle: no press of Stop may wait for a chunk. The resume's is not. */
export function StopDialogs() {
  const open = useObservable(stopDialogState, null)
  const close = () => stopDialogState.set(null)
  // The stop page leads here to resume.
  useEffect(() => {
    if (takeHash('resume')) askResume()
  }, [])
  return (
    <>
      <StopDialog open={open === 'stop'} onClose={close} />
      {open === 'resume' && <ResumeDialog onClose={close} />}
    </>
  )
}
