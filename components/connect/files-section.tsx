'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { may, useOrgSlug } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { connectFilesQuery, connectZipHref } from '@/lib/client/api/connect/connect-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useSettled } from '@/lib/client/browser/use-settled'
import type { Boundary } from '@/lib/domain/connect/boundaries'
import type { Framework } from '@/lib/domain/connect/frameworks'
import { InvalidInput } from '@/lib/domain/errors'
import { lowestRole } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { FilesCard } from './files-card'
import { PromptCard } from './prompt-card'

type Props = {
  state: OrgState
  framework: Framework
  id: string
  fault: string | null
  boundaries: readonly Boundary[]
}

const RESTS_MS = 250

/** What is copied for the choices, or why it cannot be. */
export function FilesSection(props: Props) {
  const { state, framework, id, fault, boundaries } = props
  const org = useOrgSlug()
  const settled = useSettled(id, RESTS_MS)
  const mayCopy = may(state, 'connect')
  const isComplete = fault === null && boundaries.length > 0 && mayCopy
  const chosen = { framework: framework.id, id: settled, boundaries: boundaries.join(',') }
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...connectFilesQuery(org, chosen),
    enabled: isComplete && settled === id,
  })
  if (!mayCopy)
    return (
      <Frame title="Files are copied by a responder">
        Copying what an agent needs asks for the role {lowestRole('connect')}; yours is {state.role}. Everything else on
        this page is yours to look at, and its address can be sent.
      </Frame>
    )
  if (fault) return <Frame title="The files need an id">{fault}</Frame>
  if (boundaries.length === 0)
    return <Frame title="The files need a boundary">Choose at least one, else the agent never asks.</Frame>
  if (error instanceof InvalidInput) return <Frame title="These files cannot be written">{errorDetail(error)}</Frame>
  if (error && (!data || isPlaceholderData))
    return (
      <Card>
        <FailureNotice what="The files" error={error} retry={refetch} />
      </Card>
    )
  if (!data || data.files.length === 0)
    return (
      <Card title="5. Files">
        <Skeleton rows={8} label="Loading the files" />
      </Card>
    )
  return (
    <div className={isPlaceholderData ? 'contents opacity-60' : 'contents'} aria-busy={isPlaceholderData}>
      <FilesCard handed={data} zipHref={connectZipHref(org, chosen)} />
      <PromptCard prompts={data.prompts} />
    </div>
  )
}

const Frame = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <Card>
    <Notice title={title} role="status">
      {children}
    </Notice>
  </Card>
)
