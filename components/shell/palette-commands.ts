import { may } from '@/components/org/use-org'
import { stopDialogState } from '@/components/stop/stop-dialog-state'
import type { OrgList } from '@/lib/domain/wire/org-list'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { ALL_PAGES } from './pages'

export type Command = { name: string; run: () => void }

/** What the palette offers, in order. Acts open the same dialogs as their buttons: nothing is done from here directly. */
export function paletteCommands(from: {
  org: string
  state: OrgState | undefined
  orgs: OrgList['orgs']
  go: (href: string) => void
  onHelp: () => void
}): Command[] {
  const { org, state, orgs, go, onHelp } = from
  const pages = ALL_PAGES.map(({ name, path }) => ({ name: `Go to ${name}`, run: () => go(`/${org}${path}`) }))
  const others = orgs
    .filter(({ slug }) => slug !== org)
    .map(({ slug }) => ({ name: `Switch to ${slug}`, run: () => go(`/${slug}`) }))
  const views = [
    ['Devices that are revoked', 'status:revoked'],
    ['Devices not seen for a day', 'seen:>1d'],
    ['Devices denied at their last validate', 'decision:denied'],
  ].map(([name, q]) => ({
    name: name as string,
    run: () => go(`/${org}/devices?q=${encodeURIComponent(q as string)}`),
  }))
  const stop = may(state, 'stop') ? [{ name: `Stop ${org}…`, run: () => stopDialogState.set('stop') }] : []
  const resume =
    may(state, 'resume') && state?.execution.state === 'disabled'
      ? [{ name: `Resume ${org}…`, run: () => stopDialogState.set('resume') }]
      : []
  return [...stop, ...resume, ...pages, ...views, ...others, { name: 'Keys and selectors', run: onHelp }]
}
