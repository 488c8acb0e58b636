import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import type { AddedOrg } from '@/lib/domain/wire/org-settings'

/** What comes after a new org: its agent key, where there is one to copy, and the way on. */
export function AddedOrgCard({ added: { slug, name, agentKey, baseUrl } }: { added: AddedOrg }) {
  const lines = `MACHINEID_BASE_URL=${baseUrl}\nMACHINEID_ORG_KEY=${agentKey}`
  return (
    <>
      {agentKey && (
        <Card title="Copy the agent key now">
          <div className="flex flex-col gap-2 px-4 pb-4">
            <p className="text-soft">
              It is shown this once. Agents register and validate with it; it lifts no stop. The org key stays in the
              console.
            </p>
            <div className="flex items-center justify-between gap-2">
              <span className="font-medium">Lines for the agents’ environment</span>
              <CopyButton text={lines} label="Copy the lines for the agents’ environment" />
            </div>
            <code className="block rounded-box border bg-bg px-3 py-2 font-mono break-all whitespace-pre-wrap select-all">
              {lines}
            </code>
          </div>
        </Card>
      )}
      <p className="text-soft">You are its admin, and its only member so far.</p>
      <div className="flex flex-wrap gap-2">
        {/* Whole loads: the pages of an org that was just added are read as a person who opens them reads them. */}
        <a href={`/${slug}/connect`} className={buttonClass('strong', 'big')}>
          Connect an agent
        </a>
        <a href={`/${slug}/people`} className={buttonClass('plain', 'big')}>
          Invite people
        </a>
        <a href={`/${slug}`} className={buttonClass('plain', 'big', 'max-w-full whitespace-normal! wrap-anywhere')}>
          <span>
            Open <bdi>{name}</bdi>
          </span>
        </a>
      </div>
    </>
  )
}
