'use client'
import { useState } from 'react'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { type NewOrg, useAddOrg } from '@/lib/client/api/all-orgs/org-admin'
import { errorDetail } from '@/lib/client/api/error-detail'
import { mintId } from '@/lib/client/api/mint-id'
import { InvalidInput } from '@/lib/domain/errors'
import { DEFAULT_ID_PATTERN, isPattern } from '@/lib/domain/ids/device-id'
import { isOrgSlug, SLUG_RULE, slugFrom } from '@/lib/domain/people/org-slug'
import { NAME_RULE, readName } from '@/lib/domain/people/read-name'
import type { AddedOrg, NewOrgOffer } from '@/lib/domain/wire/org-settings'
import { PatternField } from './pattern-field'
import { PatternPreview } from './pattern-preview'

type Kind = NewOrg['at']['kind']

const KINDS = [
  { value: 'machineid', text: 'machineid.io', hint: 'Paste the key of an org there.' },
  {
    value: 'address',
    text: 'Another address',
    hint: 'Any authority that speaks the same API: its address, and the key of an org.',
  },
  { value: 'embedded', text: 'Embedded', hint: 'A new org of the authority that came with this console.' },
] as const

/** Name, address, authority and key of a new org. The key is tried at the authority before anything is kept. */
export function NewOrgForm({ offer, onAdded }: { offer: NewOrgOffer; onAdded: (added: AddedOrg) => void }) {
  const signIn = useRecentSignIn()
  const add = useAddOrg()
  const [id] = useState(mintId)
  const [name, setName] = useState('')
  const [slugTyped, setSlug] = useState<string | null>(null)
  const [idPattern, setPattern] = useState<string>(DEFAULT_ID_PATTERN)
  const [kind, setKind] = useState<Kind>(offer.embedded ? 'embedded' : 'machineid')
  const [baseUrl, setBaseUrl] = useState('')
  const [orgKey, setKey] = useState('')
  const [limit, setLimit] = useState('1000')
  const slug = slugTyped ?? slugFrom(name)
  const at: NewOrg['at'] =
    kind === 'embedded'
      ? { kind, deviceLimit: Number(limit) }
      : kind === 'address'
        ? { kind, baseUrl: baseUrl.trim(), orgKey: orgKey.trim() }
        : { kind, orgKey: orgKey.trim() }
  const nameFault = name.trim() === '' || readName(name) !== null ? null : `The name ${NAME_RULE}.`
  const slugFault = slug === '' ? null : slugFaultOf(slug, offer.taken)
  const isComplete =
    readName(name) !== null &&
    isOrgSlug(slug) &&
    slugFault === null &&
    isPattern(idPattern.trim()) &&
    (kind === 'embedded' ? /^[1-9]\d{0,6}$/.test(limit) : orgKey.trim() !== '') &&
    (kind !== 'address' || baseUrl.trim() !== '')
  const send = async () => {
    const added = await signIn.run(() => add.mutateAsync({ id, name, slug, idPattern, at })).catch(() => null)
    if (added) onAdded(added)
  }
  const faultAt = (path: string) =>
    add.error instanceof InvalidInput ? add.error.issues.find((issue) => issue.path.endsWith(path))?.message : undefined
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete && signIn.ready && !add.isPending) void send()
      }}
    >
      <Field
        label="Name"
        dir="auto"
        required
        autoComplete="off"
        value={name}
        error={nameFault ?? faultAt('name')}
        hint="As people call it: often an environment or a product."
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label="Address in this console"
        className="mono"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={slug}
        error={slugFault ?? faultAt('slug')}
        hint={
          slug === '' && name.trim() !== ''
            ? `Choose one: it ${SLUG_RULE}.`
            : 'It stays for good: links and the record name it.'
        }
        onChange={(event) => setSlug(event.target.value)}
      />
      <Choice
        legend="Authority"
        options={offer.embedded ? KINDS : KINDS.filter(({ value }) => value !== 'embedded')}
        value={kind}
        onChange={setKind}
      />
      {kind === 'address' && (
        <Field
          label="Address of the authority"
          type="url"
          required
          autoComplete="off"
          spellCheck={false}
          placeholder="https://authority.example.org"
          value={baseUrl}
          error={faultAt('baseUrl')}
          onChange={(event) => setBaseUrl(event.target.value)}
        />
      )}
      {kind === 'embedded' ? (
        <Field
          label="Cap"
          inputMode="numeric"
          required
          autoComplete="off"
          value={limit}
          error={faultAt('deviceLimit')}
          hint="How many devices may be active at the same time: 1 to 1,000,000."
          onChange={(event) => setLimit(event.target.value)}
        />
      ) : (
        <Field
          label="Org key"
          type="password"
          required
          autoComplete="off"
          placeholder="org_…"
          value={orgKey}
          error={faultAt('orgKey')}
          hint="It goes to the console’s server, is sealed there, and is never shown again."
          onChange={(event) => setKey(event.target.value)}
        />
      )}
      <div className="flex flex-col gap-1.5">
        <PatternField
          required
          value={idPattern}
          error={isPattern(idPattern.trim()) ? faultAt('idPattern') : 'Names in braces, joined by colons, none twice.'}
          onChange={setPattern}
        />
        <PatternPreview pattern={idPattern} ids={[]} />
      </div>
      <PasswordField signIn={signIn} />
      {add.error && !(add.error instanceof InvalidInput && add.error.issues.length > 0) && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(add.error)}
        </p>
      )}
      <Button type="submit" look="strong" size="big" disabled={!isComplete || !signIn.ready || add.isPending}>
        {add.isPending ? 'Asking the authority…' : 'Add the org'}
      </Button>
    </form>
  )
}

function slugFaultOf(slug: string, taken: readonly string[]): string | null {
  if (!isOrgSlug(slug)) return `The address ${SLUG_RULE}.`
  return taken.includes(slug) ? 'An org has this address already, or had it before it was removed.' : null
}
