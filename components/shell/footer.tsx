'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { SignOutButton } from '@/components/access/sign-out-button'
import { useOrgState } from '@/components/org/use-org'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { THEMES, type Theme } from '@/lib/client/state/preference-cookies'
import { usePreferences } from '@/lib/client/state/preferences'
import { FooterLinks } from './footer-links'
import { THEME_WORDS } from './theme-words'

/** Version, authority, who is signed in; theme and time zone. */
export function Footer({ className }: { className: string }) {
  const { data } = useQuery(orgListQuery())
  const { data: state } = useOrgState()
  const { theme, zone, setTheme, setZone } = usePreferences()
  return (
    <footer
      className={`flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-small text-soft sm:flex-col sm:items-stretch sm:px-3.5 ${className}`}
    >
      <div className="flex items-center justify-between gap-2 max-sm:w-full">
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className="size-4 accent-[var(--focus)]"
            checked={zone === 'utc'}
            onChange={(event) => setZone(event.target.checked ? 'utc' : 'local')}
          />
          <span className="touch inline-flex items-center">Times in UTC</span>
        </label>
        <select
          aria-label="Theme"
          value={theme}
          onChange={(event) => setTheme(event.target.value as Theme)}
          className="touch rounded-box border bg-panel px-1.5 py-0.5 text-ink"
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {THEME_WORDS[name]}
            </option>
          ))}
        </select>
      </div>
      <FooterLinks />
      <div className="flex min-w-0 items-center justify-between gap-2 max-sm:w-full">
        {data && (
          <Link
            href="/account"
            prefetch={false}
            title="Your account"
            className="touch inline-flex min-w-0 items-center text-ink underline-offset-2 hover:underline max-sm:underline"
          >
            <bdi className="truncate">{data.me.name}</bdi>
            <span className="sr-only">: your account</span>
          </Link>
        )}
        <SignOutButton className="-mr-2" />
      </div>
      <div className="flex flex-col text-tiny text-faint max-sm:w-full">
        {state && (
          <span className="wrap-anywhere">
            Authority: {state.authority.kind === 'embedded' ? state.authority.name : state.authority.url}
          </span>
        )}
        <span>machineid-console {data?.version}</span>
      </div>
    </footer>
  )
}
