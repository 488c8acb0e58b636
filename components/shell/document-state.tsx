'use client'
import { usePathname } from 'next/navigation'
import { useOrgName, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { type OrgTone, orgStateWords } from '@/components/words/org-state-words'
import { isolatedText } from '@/lib/domain/ids/isolated'
import { pageOf } from './pages'

const MARK: Record<OrgTone, string> = { running: '▶', stopped: '■', alarm: '⚠', empty: '○', unknown: '?' }

/** Title and icon of the tab follow the state of the org, so that a tab in the background shows it too. */
export function DocumentState() {
  const org = useOrgSlug()
  const name = isolatedText(useOrgName())
  const page = pageOf(usePathname(), org)
  const { data: state } = useOrgState()
  const { tone, headline } = orgStateWords(state)
  return (
    <>
      <title>{`${MARK[tone]} ${headline} · ${name} · ${page}`}</title>
      <link rel="icon" type="image/svg+xml" href={`/state-${tone}.svg`} />
    </>
  )
}
