'use client'
import { CopyButton } from '@/components/ui/copy-button'
import type { AgentKeyView } from '@/lib/domain/wire/agent-keys'
import { shownName } from './shown-name'

/** A new key in clear, and where an agent looks for it. */
export function AddedKeyText({ agentKey, text }: { agentKey: AgentKeyView; text: string }) {
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
        Keep it where the agent’s other secrets are, never in its code. It registers, validates and reads usage; it
        lifts no stop.
      </p>
    </div>
  )
}
