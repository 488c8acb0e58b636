import {
  Activity,
  BookOpen,
  ChartLine,
  Cpu,
  KeyRound,
  LayoutGrid,
  ListChecks,
  NotebookPen,
  Plug,
  Settings,
  Users,
} from 'lucide-react'

/** The pages of an org, in the order of the navigation. */
export const PAGES = [
  { path: '', name: 'Overview', icon: LayoutGrid },
  { path: '/devices', name: 'Devices', icon: Cpu },
  { path: '/operations', name: 'Operations', icon: ListChecks },
  { path: '/usage', name: 'Usage', icon: ChartLine },
  { path: '/activity', name: 'Activity', icon: Activity },
] as const

/** Has no entry in the navigation: the help, the palette and each definition lead to it. */
export const GLOSSARY_PAGE = { path: '/glossary', name: 'Glossary', icon: BookOpen } as const

/** Has no entry among the pages: the column has it below the views, a phone in the menu of the device list. */
const NOTES_PAGE = { path: '/notes', name: 'Notes', icon: NotebookPen } as const

/** The same; the first-run pages and the palette lead to it too. */
const CONNECT_PAGE = { path: '/connect', name: 'Connect', icon: Plug } as const

/** The same, below Connect. */
const KEYS_PAGE = { path: '/keys', name: 'Keys', icon: KeyRound } as const

/** For admins: the footer and the palette lead to them. */
export const ADMIN_PAGES = [
  { path: '/people', name: 'People', icon: Users },
  { path: '/settings', name: 'Settings', icon: Settings },
] as const

/** Every page of an org. */
export const ALL_PAGES = [...PAGES, NOTES_PAGE, CONNECT_PAGE, KEYS_PAGE, ...ADMIN_PAGES, GLOSSARY_PAGE] as const

export type PageName = (typeof ALL_PAGES)[number]['name']

/** The page that an address belongs to. */
export function pageOf(pathname: string, org: string): PageName {
  const rest = pathname.slice(`/${org}`.length)
  return ALL_PAGES.findLast((page) => page.path !== '' && rest.startsWith(page.path))?.name ?? 'Overview'
}
