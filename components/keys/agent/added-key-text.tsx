'use client'
import { CopyButton } from '@/components/ui/copy-button'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { AgentKeyView } from '@/lib/domain/wire/agent-keys'
import { KEY_USE_WORDS } from './key-use-words'
import { shownName } from './shown-name'

type Props = { agentKey: AgentKeyView; text: string; use: AgentKeyUse }

/** A new key in clear, and where an agent looks for it. */
export function AddedKeyText({ agentKey, text, use }: Props) {
  return (
    <div className="flex flex-col gap-3">
      <p>
        Name: <span className="font-medium wrap-anywhere">{shownName(agentKey)}</span>
      </p>
      <div className="flex flex-col gap-1">
        <div className="flex items-center justify-between gap-2">
          <span className="font-medium">Line for the agent’s environment</span>
          <CopyButton text={`MACHINEID_ORG_KEY=${text}`} label="Copy the line for the agent’s environment" />
        </div>
        <code className="block rounded-box border bg-bg px-3 py-2 font-mono break-all select-all">
          MACHINEID_ORG_KEY={text}
        </code>
      </div>
      <p className="text-soft">
        Keep it where the agent’s other secrets are, never in its code. {KEY_USE_WORDS[use].goodFor}
      </p>
    </div>
  )
}
