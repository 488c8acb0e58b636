import { Isolated } from '@/components/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { CoveringNote } from '@/lib/domain/wire/note'
import type { Selection } from '@/lib/domain/wire/selection'
import { PlainPage } from '../plain-page'
import { readSentence } from './plain-words'
import { effectSentences, leftOutSentence } from './selection-words'
import type { StopCard, Wiring } from './stop-card-types'
import { Notice, WiringNotes } from './stop-notes'
import { WhatHalts } from './what-halts'

const GROUPS_SHOWN_MAX = 12

type Props = {
  org: Pick<StopCard, 'slug' | 'name' | 'authority'>
  selection: Selection
  /** What is written down about these devices; none where it was not read in time. */
  notes: CoveringNote[]
  form: StopCard['form']
  wiring: Wiring[]
  notice?: string
  now: number
  nonce: string
}

/** The second tap that stops a part of an org: what will be revoked, in words. On the left, as every confirm. */
export function StopSelectionPage({ org, selection, notes, form, wiring, notice, now, nonce }: Props) {
  const { count, selector, reading } = selection
  const devices = count === 1 ? '1 device' : `${count.toLocaleString('en')} devices`
  const leftOut = leftOutSentence(selection)
  return (
    <PlainPage title={`Revoke ${devices} of ${org.name}?`} nonce={nonce} parts>
      <main className="several">
        <Notice text={notice} />
        <p className="soft">
          {org.name} · {org.authority}
        </p>
        <h1>
          Revoke {devices} of {org.name}?
        </h1>
        <p>
          <span className="soft">Matching </span>
          <Isolated text={shownId(selector ?? '')} className="mono" />
        </p>
        <WiringNotes wiring={wiring} />
        <p>{effectSentences(selection).join(' ')}</p>
        {leftOut ? <p className="wait">◔ {leftOut}</p> : null}
        <p className="soft">New matches are not included. {readSentence(reading, now)}</p>
        <WhatHalts notes={notes} />
        <form method="post" action={`/stop/${org.slug}/revoke`}>
          <input type="hidden" name="operation" value={form.operationId} />
          <input type="hidden" name="issued" value={form.issuedAt} />
          <input type="hidden" name="seal" value={form.seal} />
          <input type="hidden" name="selection" value={selection.selectionId} />
          <input type="hidden" name="digest" value={selection.digest} />
          <input type="hidden" name="q" value={selector ?? ''} />
          <button className="big go left" type="submit">
            Revoke {count.toLocaleString('en')}
          </button>
        </form>
        <Groups groups={selection.groups} />
        <div className="grow" />
        {/* biome-ignore lint/a11y/noAutofocus: focus starts on Cancel, so that a stray Enter stops nothing */}
        <a className="ghost" href="/stop" autoFocus>
          Cancel
        </a>
      </main>
    </PlainPage>
  )
}

/** By environment and role, the largest first. */
function Groups({ groups }: { groups: Selection['groups'] }) {
  const rest = groups.slice(GROUPS_SHOWN_MAX)
  const inRest = rest.reduce((sum, { count }) => sum + count, 0)
  return (
    <table>
      <thead className="soft">
        <tr>
          <th>Environment</th>
          <th>Role</th>
          <th>Devices</th>
        </tr>
      </thead>
      <tbody className="mono">
        {groups.slice(0, GROUPS_SHOWN_MAX).map(({ env, role, count }) => (
          <tr key={JSON.stringify([env, role])}>
            <td>
              <Isolated text={shownId(env)} />
            </td>
            <td>
              <Isolated text={shownId(role)} />
            </td>
            <td>{count.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
      {rest.length > 0 ? (
        <tfoot>
          <tr>
            <td colSpan={2}>and {rest.length.toLocaleString('en')} more</td>
            <td>{inRest.toLocaleString('en')}</td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}
