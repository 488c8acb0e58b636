'use client'
import { CircleAlert, CircleCheck, CircleDashed, Cpu } from 'lucide-react'
import type { ReactNode } from 'react'
import { DeviceLink } from '@/components/ids/device-link'
import { IdList, IdText } from '@/components/ids/id-text'
import { LookalikeBadge } from '@/components/ids/lookalike-badge'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Pill, type Tone } from '@/components/ui/pill'
import { placesSentence } from '@/components/words/connect-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import type { IdState } from '@/lib/domain/wire/connect'
import { type CheckedId, useIdCheck } from './use-id-check'

type Props = { org: string; id: string; parts: readonly string[]; onUse: (id: string) => void }

/** The id whole, and what is known of it as of the last reading. */
export function IdVerdict({ org, id, parts, onUse }: Props) {
  const found = useIdCheck(org, id, parts)
  const { fault, check, state, error } = found
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2 rounded-box border bg-bg py-0.5 pr-1 pl-3">
        <IdText id={id} />
        <CopyButton text={id} label="Copy the device id" />
      </div>
      <div className="flex flex-col items-start gap-1.5 text-small">
        <div role="status" className="flex flex-col items-start gap-1.5">
          <Verdict {...found} />
          {error && !fault && <p className="text-wait">It was not checked. {errorDetail(error)}</p>}
        </div>
        {state?.registered && <Registered org={org} found={found} state={state} onUse={onUse} />}
        {state && state.lookalikes.length > 0 && (
          <p className="flex flex-wrap items-center gap-1.5">
            <LookalikeBadge /> A person could take it for <IdList ids={state.lookalikes} />.
          </p>
        )}
        {check && !state?.registered && <p className="text-soft">{placesSentence(1, check.slots)}</p>}
        {check && check.reading.status !== 'fresh' && check.reading.readAt && (
          <p className="text-wait">
            The last reading is from <Ago at={check.reading.readAt} />: what was registered since is not known.
          </p>
        )}
      </div>
    </div>
  )
}

function Verdict({ fault, check, state, meanwhile, error }: CheckedId) {
  if (fault) return <State tone="wait" icon={CircleAlert} name="Not an id yet" text={fault} />
  if (check && !check.reading.readAt)
    return <State tone="wait" icon={CircleDashed} name="Unknown" text="No device list was read yet." />
  if (meanwhile)
    return (
      <State
        tone="wait"
        icon={Cpu}
        name="Registered meanwhile"
        text="If that was not your agent, another person took this id: choose another one."
      />
    )
  if (state?.registered)
    return (
      <State
        tone="wait"
        icon={Cpu}
        name="Registered already"
        text="It is right for an agent that has run under it before. A second one would be stopped together with it."
      />
    )
  if (state) return <State tone="ok" icon={CircleCheck} name="Free" text="No device has this id." />
  return error ? null : <State tone="off" icon={CircleDashed} name="Checking" text="" />
}

function State(props: { tone: Tone; icon: typeof Cpu; name: string; text: ReactNode }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Pill tone={props.tone} icon={props.icon}>
        {props.name}
      </Pill>
      <span className="text-soft">{props.text}</span>
    </p>
  )
}

function Registered(props: { org: string; found: CheckedId; state: IdState; onUse: (id: string) => void }) {
  const { org, found, state, onUse } = props
  const next = found.check?.next
  const { status, createdAt } = state.registered ?? {}
  return (
    <>
      <p className="text-soft">
        <DeviceLink org={org} deviceId={state.id} /> is {status}
        {createdAt && (
          <>
            , registered <Ago at={createdAt} />
          </>
        )}
        .
      </p>
      {next && (
        <Button size="small" onClick={() => onUse(next)}>
          Use <IdText id={next} />
        </Button>
      )}
    </>
  )
}
