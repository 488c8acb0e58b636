'use client'
import { type Mutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRef } from 'react'
import { operationToast } from '@/components/feedback/operation-toast'
import { stopInForce } from '@/components/org/org-stopped'
import { useOrgName, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { devices } from '@/components/words/operation-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import { type Act, useAct } from '@/lib/client/api/use-act'
import { showToast, type ToastContent } from '@/lib/client/state/toasts'
import { authorityAtStart } from '@/lib/domain/authority-name'
import { isolatedText } from '@/lib/domain/ids/isolated'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { stopDialogState } from './stop-dialog-state'
import { StopWords } from './stop-note'
import { StopResult } from './stop-result'

/** Comes when it comes, in a place of its height: no press waits for it, and where it cannot be loaded there is none. */
const ForecastNote = dynamic(
  () =>
    import('@/components/review/forecast-note').then(
      (module) => module.ForecastNote,
      () => NoForecast,
    ),
  { ssr: false, loading: () => <div aria-hidden className="h-[88px] rounded-box border" /> },
)
const NoForecast = (_: { org: string; q: string }) => null

/** The second tap of a stop, and then its result in the same place. Cancel is focused first; nothing is typed. */
export function StopDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const org = useOrgSlug()
  const name = isolatedText(useOrgName())
  const { data: state } = useOrgState()
  const client = useQueryClient()
  const act = useAct(org)
  const cancel = useRef<HTMLButtonElement>(null)
  const close = () => {
    onClose()
    // As it is at this moment: what was drawn may lag behind an answer that just came.
    if (client.isMutating({ mutationKey: ['org', org, 'act'], predicate: isStopPress }) === 0) act.reset()
  }
  const press = () =>
    act
      .mutateAsync(
        { kind: 'disable' },
        {
          // Closed meanwhile: the result shows itself, and the next press begins with its own question.
          onSettled: (operation, error) => {
            if (stopDialogState.get() === 'stop') return
            act.reset()
            showToast(operation ? operationToast(operation) : notKnownToast(org, name, error))
          },
        },
      )
      .catch(() => null)
  // While the own press is out, a stop that shows up is most likely its own.
  const already = act.isPending ? null : stopInForce(state)
  if (act.data) return <StopResult open={open} operation={act.data} onClose={close} />
  return (
    <Modal
      open={open}
      onClose={close}
      alert
      initialFocus={cancel}
      title={already ? `${name} is stopped already` : question(name, state)}
      about={already ? <StopWords stop={already} inForce /> : <Consequence state={state} />}
      footer={
        <Button ref={cancel} size="big" onClick={close}>
          {act.isPending ? 'Close (the stop goes on)' : 'Cancel'}
        </Button>
      }
    >
      {act.error && (
        <p role="alert" className="rounded-box bg-wait-bg px-3 py-2 font-medium text-wait">
          Not stopped as far as is known: {errorDetail(act.error)} Press again, or open{' '}
          <a className="underline" href="/stop">
            the plain stop page
          </a>
          .
        </p>
      )}
      <Button
        look="stop"
        size="big"
        className="min-h-[64px]! w-full! rounded-box! text-title! sm:min-h-[44px]! sm:text-lead!"
        aria-disabled={act.isPending}
        onClick={() => act.isPending || press()}
      >
        {act.isPending ? 'Stopping…' : already ? 'Stop again' : 'Stop now'}
      </Button>
      {already && (
        <p className="text-small text-soft">
          Pressing again sends the stop once more. What is in force stays in force.
        </p>
      )}
      {!already && state?.execution.state !== 'disabled' && <ForecastNote org={org} q="" />}
    </Modal>
  )
}

const isStopPress = ({ state }: Mutation): boolean => (state.variables as Act | undefined)?.kind === 'disable'

const notKnownToast = (org: string, name: string, error: unknown): ToastContent => ({
  tone: 'wait',
  title: `Stop of ${name}: not stopped as far as is known`,
  detail: errorDetail(error),
  link: { href: `/${org}/operations`, text: 'Open the operations' },
  lastsMs: null,
})

function question(name: string, state: OrgState | undefined): string {
  const active = state?.counts?.active
  if (active === undefined) return `Stop every agent of ${name}?`
  return active === 1 ? `Stop the 1 agent of ${name}?` : `Stop all ${active.toLocaleString('en')} agents of ${name}?`
}

function Consequence({ state }: { state: OrgState | undefined }) {
  const subject = state ? authorityAtStart(state.authority.name) : 'The authority'
  if (state?.capabilities.orgDisable === 'no') {
    return (
      <p>
        {subject} has no stop for a whole org. Instead every active device is revoked (
        {devices(state.counts?.active ?? 0)} as last read); exactly those are remembered, so that they can be restored.
      </p>
    )
  }
  return (
    <p>
      {subject} denies every one of them at its next check. Nothing is deleted, devices keep their own state, and you
      can resume later.
    </p>
  )
}
