'use client'
import { useState } from 'react'
import { Card } from '@/components/ui/card'
import { Choice } from '@/components/ui/choice'
import type { ConnectFiles } from '@/lib/domain/wire/connect'
import { CodeBlock } from './code-block'

type Kind = keyof ConnectFiles['prompts']

/** The same for a coding agent, with the files in it. */
export function PromptCard({ prompts }: { prompts: ConnectFiles['prompts'] }) {
  const [kind, setKind] = useState<Kind>('existing')
  return (
    <Card title="Or a prompt for a coding agent">
      <div className="flex flex-col gap-3 px-4 pb-4">
        <Choice
          legend="The agent"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'existing', text: 'exists already', hint: 'Asks for the places to change, and a test plan.' },
            {
              value: 'fresh',
              text: 'is new',
              hint: 'Begins with the starter. Write what it is to do into the brackets.',
            },
          ]}
        />
        <CodeBlock
          title="Prompt, with the files in it and without the key"
          label="the prompt"
          text={prompts[kind]}
          tall
          prose
        />
      </div>
    </Card>
  )
}
