import { SelectorExcerpt } from '@/components/ids/selector-excerpt'
import { AreaField, Field } from '@/components/ui/field'
import type { NoteContent } from '@/lib/domain/audit'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import { issueAt } from './use-note-form'

/** The server counts, and says so at the field: more than it takes may be pasted, so that nothing is cut unseen. */
const TYPED_CHARS_MAX = 4_000

type Props = { content: NoteContent; error: unknown; onChange: (part: Partial<NoteContent>) => void }

/** What a note is for, and what it says. What is wrong with a field is shown below it. */
export function NoteFields({ content, error, onChange }: Props) {
  const selector = issueAt(error, 'selector')
  const faultOf = (path: keyof NoteContent) => issueAt(error, path)?.message ?? null
  return (
    <>
      <div className="flex flex-col gap-1">
        <Field
          label="For devices that match"
          dir="ltr"
          className="mono"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="env:prod role:tool-*"
          required
          maxLength={SELECTOR_CHARS_MAX}
          value={content.selector}
          error={selector?.message}
          onChange={(event) => onChange({ selector: event.target.value })}
        />
        {selector?.position !== undefined && (
          <p className="text-small">
            <SelectorExcerpt text={content.selector} position={selector.position} length={1} />
          </p>
        )}
      </div>
      <Field
        label="Owner"
        dir="auto"
        autoComplete="off"
        hint="A team or a person, and how to reach them."
        maxLength={TYPED_CHARS_MAX}
        value={content.owner}
        error={faultOf('owner')}
        onChange={(event) => onChange({ owner: event.target.value })}
      />
      <AreaField
        label="What halts when they stop"
        dir="auto"
        hint="The person on call reads it before a device, a role or an environment is stopped."
        maxLength={TYPED_CHARS_MAX}
        value={content.halts}
        error={faultOf('halts')}
        onChange={(event) => onChange({ halts: event.target.value })}
      />
      <AreaField
        label="Purpose"
        dir="auto"
        maxLength={TYPED_CHARS_MAX}
        value={content.purpose}
        error={faultOf('purpose')}
        onChange={(event) => onChange({ purpose: event.target.value })}
      />
      <Field
        label="Link"
        dir="ltr"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="https://"
        hint="To the runbook, for example."
        maxLength={TYPED_CHARS_MAX}
        value={content.link}
        error={faultOf('link')}
        onChange={(event) => onChange({ link: event.target.value })}
      />
    </>
  )
}
