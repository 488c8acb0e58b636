'use client'
import { useState } from 'react'
import { WordHelp } from '@/components/glossary/word-help'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { type Fact, Facts } from '@/components/ui/facts'
import { number } from '@/components/words/operation-words'
import type { KeyPolicyView } from '@/lib/domain/wire/device-keys'
import { PolicyDialog } from './policy-dialog'
import { POLICY_WORDS, type PolicyStep, STEPS_FROM } from './policy-words'

type Props = { org: string; view: Extract<KeyPolicyView, { offered: true }>; mayChange: boolean }

const count = (value: number | undefined) => (value === undefined ? null : number(value))

/** The policy of the org in plain words, its counts, and the steps that lead on from it. */
export function PolicyCard({ org, view, mayChange }: Props) {
  const { policy, active, keyed, dark, enrolmentKeys, idBlocks } = view
  const [step, setStep] = useState<PolicyStep | null>(null)
  const { name, about } = POLICY_WORDS[policy]
  const ofKeys: Fact[] = [
    ['Devices with a key', count(keyed)],
    [policy === 'per-device' ? 'Denied without one' : 'Active without one', count(dark)],
    ['Enrolment keys', count(enrolmentKeys)],
    ['Blocked ids', count(idBlocks)],
  ]
  return (
    <Card title={name} help={<WordHelp words={['device key', 'proven', 'reported']} />}>
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="max-w-[70ch] text-soft">{about}</p>
        <Facts facts={[['Active devices', count(active)], ...(policy === 'shared' ? [] : ofKeys)]} />
        {mayChange && (
          <div className="flex flex-wrap gap-2">
            {STEPS_FROM[policy].map((next, index) => (
              <Button key={next.to} look={index === 0 ? 'strong' : 'plain'} onClick={() => setStep(next)}>
                {next.button}
              </Button>
            ))}
          </div>
        )}
      </div>
      {step && <PolicyDialog org={org} step={step} onClose={() => setStep(null)} />}
    </Card>
  )
}
