'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { localZone } from './local-zone'
import { LAST_ORG, type Theme, type Zone } from './preference-cookies'
import { useObservable } from './use-observable'

type Preferences = { theme: Theme; zone: Zone; setTheme: (theme: Theme) => void; setZone: (zone: Zone) => void }

const Context = createContext<Preferences>({ theme: 'system', zone: 'local', setTheme: () => {}, setZone: () => {} })

const YEAR_SECONDS = 31_536_000

/** Keeps a choice of this browser in a cookie that the server reads too. */
export function keep(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}

/** The org that this browser showed last, as its cookie says; the server does not look it up for this. */
export const lastOrg = {
  get: (): string | null => {
    const value = document.cookie.split('; ').find((pair) => pair.startsWith(`${LAST_ORG}=`))
    return value === undefined ? null : decodeURIComponent(value.slice(LAST_ORG.length + 1))
  },
  // It changes on pages of an org only, never while another page is open.
  subscribe: () => () => {},
}

/** Theme and time zone, kept in cookies so that the server renders the first byte in them. */
export function PreferencesProvider(props: { theme: Theme; zone: Zone; children: ReactNode }) {
  const [theme, setTheme] = useState(props.theme)
  const [zone, setZone] = useState(props.zone)
  const value: Preferences = {
    theme,
    zone,
    setTheme: (next) => {
      keep('theme', next)
      document.documentElement.dataset.theme = next
      setTheme(next)
    },
    setZone: (next) => {
      keep('zone', next)
      setZone(next)
    },
  }
  return <Context value={value}>{props.children}</Context>
}

export const usePreferences = (): Preferences => useContext(Context)

/** IANA zone to show times in: UTC by choice and during the first render, which the server cannot know better. */
export function useZone(): string {
  const { zone } = usePreferences()
  const local = useObservable(localZone, 'UTC')
  return zone === 'utc' ? 'UTC' : local
}
