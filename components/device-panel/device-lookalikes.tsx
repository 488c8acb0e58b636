import Link from 'next/link'
import { deviceHref } from '@/components/ids/device-link'
import { IdText } from '@/components/ids/id-text'
import { number } from '@/components/words/operation-words'
import type { Lookalikes } from '@/lib/domain/wire/devices'

/** Which devices could be taken for this one, so that the right one is stopped. */
export function DeviceLookalikes({ org, lookalikes }: { org: string; lookalikes: Lookalikes }) {
  const { named, active, revoked, unknown } = lookalikes
  const more = active + revoked + unknown - named.length
  if (named.length === 0) return null
  return (
    <section aria-label="Look-alikes" className="rounded-box bg-wait-bg px-3 py-2 text-wait">
      <p>Looks like {named.length + more === 1 ? 'another device' : 'other devices'}:</p>
      <ul>
        {named.map(({ id, status }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2">
            <Link
              href={deviceHref(org, id)}
              prefetch={false}
              className="inline-flex min-h-[24px] items-center underline underline-offset-2 pointer-coarse:min-h-[44px]"
            >
              <IdText id={id} />
            </Link>
            <span className="text-small">{status}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-small">and {number(more)} more: search for shape:lookalike.</p>}
    </section>
  )
}
