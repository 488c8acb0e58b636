'use client'
import { useState } from 'react'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { AreaField, Field } from '@/components/ui/field'
import { type OrgSettingsChange, useChangeOrg } from '@/lib/client/api/all-orgs/org-admin'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import { InvalidInput } from '@/lib/domain/errors'
import { CONTACT_CHARS_MAX, RUNBOOK_CHARS_MAX } from '@/lib/domain/limits'
import type { OrgSettings } from '@/lib/domain/wire/org-settings'
import { PatternChanges, usePatternLook } from './pattern-changes'
import { PatternField } from './pattern-field'

const KEYS = ['name', 'idPattern', 'runbook', 'contact'] as const

/** Name, parts of ids, runbook and contact. What was typed stays whatever is read meanwhile. */
export function SettingsForm({ org, settings }: { org: string; settings: OrgSettings }) {
  const signIn = useRecentSignIn()
  const change = useChangeOrg(org)
  const [typed, setTyped] = useState<OrgSettingsChange>({})
  const shownAt = (key: (typeof KEYS)[number]) => typed[key] ?? settings[key] ?? ''
  const changed = KEYS.filter((key) => typed[key] !== undefined && typed[key] !== (settings[key] ?? ''))
  const faultAt = (path: string) =>
    change.error instanceof InvalidInput ? change.error.issues.find((issue) => issue.path === path)?.message : undefined
  const fieldOf = (key: (typeof KEYS)[number]) => ({
    value: shownAt(key),
    error: faultAt(key),
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [key]: event.target.value }),
  })
  const pattern = shownAt('idPattern').trim()
  const changesPattern = changed.includes('idPattern')
  const look = usePatternLook(org, changesPattern ? pattern : null)
  const isReady = changed.length > 0 && signIn.ready && !change.isPending && !look.isUnderWay
  const save = async () => {
    const body = Object.fromEntries(changed.map((key) => [key, shownAt(key)]))
    const saved = await signIn.run(() => change.mutateAsync(body)).catch(() => null)
    if (!saved) return
    setTyped({})
    showToast({ tone: 'ok', title: 'Settings saved', lastsMs: 4_000 })
  }
  return (
    <Card title="This org">
      <form
        noValidate
        className="flex flex-col gap-3 px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void save()
        }}
      >
        <Field label="Name" dir="auto" autoComplete="off" required {...fieldOf('name')} />
        <p className="-mt-2 text-small text-soft">
          Its address is <code className="mono text-ink">/{settings.slug}</code> and stays so: links and the record name
          it.
        </p>
        <PatternField
          hint="Names in braces, joined by colons. Selectors use them: env:prod."
          {...fieldOf('idPattern')}
          onChange={(idPattern) => setTyped({ ...typed, idPattern })}
        />
        {changesPattern && <PatternChanges org={org} pattern={pattern} look={look} />}
        <AreaField
          label="Runbook"
          className="max-sm:min-h-56"
          rows={5}
          dir="auto"
          maxLength={2 * RUNBOOK_CHARS_MAX}
          hint="Shown on /stop, below the button: what to do next."
          {...fieldOf('runbook')}
        />
        <Field
          label="Contact"
          dir="auto"
          autoComplete="off"
          maxLength={2 * CONTACT_CHARS_MAX}
          hint="Shown beside it: whom to call."
          {...fieldOf('contact')}
        />
        {changed.length > 0 && <PasswordField signIn={signIn} />}
        {change.error && !(change.error instanceof InvalidInput && change.error.issues.length > 0) && (
          <p role="alert" className="wrap-anywhere text-stop">
            {errorDetail(change.error)}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="strong" disabled={!isReady}>
            Save
          </Button>
          {changed.length > 0 && <Button onClick={() => setTyped({})}>Take back what was typed</Button>}
        </div>
      </form>
    </Card>
  )
}
