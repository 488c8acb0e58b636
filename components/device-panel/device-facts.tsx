import { IdText } from '@/components/ids/id-text'
import { Ago } from '@/components/time/ago'
import { type Fact, Facts } from '@/components/ui/facts'
import { number } from '@/components/words/operation-words'
import type { WireDecision } from '@/lib/domain/device'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { DeviceRow } from '@/lib/domain/wire/devices'

/** Everything the authority reports of a device. What it does not report reads "unknown". */
export function DeviceFacts({ device, skewMs }: { device: DeviceRow; skewMs: number }) {
  const { lastDecision, lastValidatedAt, rhythm, validations, createdAt, revokedAt, parts } = device
  const ago = (at: string | null | undefined) =>
    at ? <Ago at={at} skewMs={skewMs} /> : at === null ? 'never' : undefined
  const facts: Fact[] = [
    ['Last validate', ago(lastValidatedAt)],
    ['Last decision', lastDecision === null ? 'never' : lastDecision && <Decision {...lastDecision} />],
    ...(lastDecision?.requestId
      ? [
          [
            'Request id',
            <span key="id" className="whole-id">
              {lastDecision.requestId}
            </span>,
          ] as Fact,
        ]
      : []),
    ['Asks every', rhythm ? rhythmWords(rhythm) : undefined],
    ['Allowed', validations && number(validations.allowed)],
    ['Denied', validations && number(validations.denied)],
    ['Registered', ago(createdAt)],
    ...(device.status === 'revoked' ? [['Revoked', ago(revokedAt)] as Fact] : []),
    ...Object.entries(parts ?? {}).map(
      ([name, value]): Fact => [name, <IdText key={name} id={value} className="mono" />],
    ),
  ]
  return <Facts facts={facts} />
}

function Decision({ allowed, code, proven }: WireDecision) {
  return (
    <span>
      <span className="mono">{code}</span> {allowed ? '' : '(denied)'}
      <span className="text-soft">{proven ? ' proven by its own device key' : ' reported'}</span>
    </span>
  )
}

function rhythmWords({ medianMs, p95Ms, n, learned }: NonNullable<DeviceRow['rhythm']>): string {
  const every = `${learned ? 'about ' : ''}${formatSpacing(medianMs)}, 95 % within ${formatSpacing(p95Ms)}`
  return learned ? `${every}, at the resolution read` : `${every} (${number(n)} seen)`
}
