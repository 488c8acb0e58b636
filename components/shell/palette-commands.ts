import {
  ArrowLeftRight,
  Ban,
  Building2,
  CircleUserRound,
  Fence,
  Keyboard,
  KeyRound,
  ListFilter,
  type LucideIcon,
  Play,
  RotateCcw,
  Square,
  SunMoon,
} from 'lucide-react'
import { kindIconOf } from '@/components/operations/kind-icon'
import { may } from '@/components/org/use-org'
import { askResume, askStop } from '@/components/stop/stop-dialog-state'
import { devices, operationTitle } from '@/components/words/operation-words'
import { viewHref } from '@/lib/client/api/hygiene-query'
import { formatExact } from '@/lib/client/format/format-time'
import { THEMES, type Theme } from '@/lib/client/state/preference-cookies'
import { isolated, isolatedText } from '@/lib/domain/ids/isolated'
import type { Operation } from '@/lib/domain/operation'
import type { OrgList } from '@/lib/domain/wire/org-list'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { ADMIN_PAGES, ALL_PAGES } from './pages'
import { type ActCommand, actOffers, type PaletteAct } from './palette-acts'
import { THEME_WORDS } from './theme-words'

/** `note`: what distinguishes it from others of the name. `begins`: the first of its group. `stays`: the palette stays open after it. */
export type Command = {
  name: string
  icon: LucideIcon
  run: () => void
  note?: string
  begins?: boolean
  stays?: boolean
}

/** What the palette offers, in order. Acts open the same dialogs as their buttons: nothing is done from here directly. */
export function paletteCommands(from: {
  org: string
  state: OrgState | undefined
  orgs: OrgList['orgs']
  /** Zone in which times are shown. */
  zone: string
  go: (href: string) => void
  /** Its last operations, newest first. */
  recent: readonly Operation[]
  /** Views of the devices, with their counts. */
  views: readonly { name: string; selector: string; count: number | null }[]
  /** Writes a beginning into the box. */
  fill: (text: string) => void
  setTheme: (theme: Theme) => void
  onHelp: () => void
}): Command[] {
  const { org, state, orgs, zone, recent, views: listed, go, fill, setTheme, onHelp } = from
  const called = isolatedText(state?.org.name ?? org)
  const reachable = ALL_PAGES.filter(
    ({ path }) => may(state, 'administer') || !ADMIN_PAGES.some((page) => page.path === path),
  )
  const pages = reachable.map(({ name, path, icon }) => ({
    name: name === 'Connect' ? 'Connect an agent' : `Go to ${name}`,
    icon,
    run: () => go(`/${org}${path}`),
  }))
  const others = orgs
    .filter(({ slug }) => slug !== org)
    .map(({ slug, name }) => ({
      name: `Switch to ${isolatedText(name)}`,
      note: name === slug ? undefined : slug,
      icon: ArrowLeftRight,
      run: () => go(`/${slug}`),
    }))
  const all = { name: 'All orgs', icon: Building2, run: () => go('/orgs') }
  const account = { name: 'Your account', icon: CircleUserRound, run: () => go('/account') }
  const views = [
    ...listed.map(({ name, selector, count }) => ({
      name,
      selector,
      note: count === null ? undefined : devices(count),
    })),
    { name: 'Devices that are revoked', selector: 'status:revoked', note: undefined },
    { name: 'Devices denied at their last validate', selector: 'decision:denied', note: undefined },
  ].map(({ name, selector, note }) => ({
    name: `View: ${isolated(name)}`,
    icon: ListFilter,
    note,
    run: () => go(viewHref(org, selector)),
  }))
  const stop = may(state, 'stop') ? [{ name: `Stop ${called}…`, icon: Square, run: askStop }] : []
  const resume =
    may(state, 'resume') && state?.execution.state === 'disabled'
      ? [{ name: `Resume ${called}…`, icon: Play, run: askResume }]
      : []
  const acts = actOffers(state).map((act) => toCommand(act, { go, fill }))
  const operations = recent.map((operation) => ({
    name: operationTitle(operation),
    note: `${operation.by.name}, ${formatExact(Date.parse(operation.requestedAt), zone)}`,
    icon: kindIconOf(operation),
    run: () => go(`/${org}/operations/${operation.id}`),
  }))
  const keys = may(state, 'see-keys')
    ? [
        { name: 'Rotate a key', icon: KeyRound, run: () => go(`/${org}/keys/rotation`) },
        { name: 'A key has leaked', icon: KeyRound, run: () => go(`/${org}/keys/leaked`) },
      ]
    : []
  const themes = THEMES.map((theme) => ({
    name: `Theme: ${THEME_WORDS[theme]}`,
    icon: SunMoon,
    run: () => setTheme(theme),
  }))
  const help = { name: 'Keys and selectors', icon: Keyboard, run: onHelp }
  return [
    [...stop, ...resume, ...acts],
    operations,
    [...pages, ...keys],
    [...views, ...others, all, account, ...themes, help],
  ].flatMap((group) => group.map((command, index) => ({ ...command, begins: index === 0 })))
}

const ACT_ICON: Record<PaletteAct, LucideIcon> = { revoke: Ban, restore: RotateCcw, fence: Fence }

/** An act as an entry of the palette. */
export const toCommand = (
  act: ActCommand,
  { go, fill }: { go: (href: string) => void; fill: (text: string) => void },
): Command =>
  'fill' in act
    ? { name: act.name, icon: ACT_ICON[act.act], run: () => fill(act.fill), stays: true }
    : { name: act.name, icon: ACT_ICON[act.act], run: () => go(act.href) }
