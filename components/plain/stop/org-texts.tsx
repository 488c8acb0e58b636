import type { StopCard } from './stop-card-types'
import { TextWithLinks } from './text-with-links'

/** What to do, and whom to call, as the admins of the org wrote it. */
export function OrgTexts({ card: { runbook, contact } }: { card: Pick<StopCard, 'runbook' | 'contact'> }) {
  if (!runbook && !contact) return null
  return (
    <section className="card texts" aria-label="Runbook and contact">
      {contact ? <Text title="Contact" text={contact} /> : null}
      {runbook ? <Text title="Runbook" text={runbook} /> : null}
    </section>
  )
}

const Text = ({ title, text }: { title: string; text: string }) => (
  <div>
    <h2 className="soft">{title}</h2>
    <p dir="auto">
      <TextWithLinks text={text} />
    </p>
  </div>
)
