/** What the gallery is made of: pages, and of each the states in which it is seen. */
import type { Page } from '@playwright/test'
import type { Operation } from '@/lib/domain/operation'
import type { OperationsPage } from '@/lib/domain/wire/operations'
import type { GalleryWorld } from './gallery-world'

/** What a page is seen in, in the order in which it is brought about; one console lives through all but the first and the last three. */
export const SCENES = [
  'empty',
  'small',
  'stopped',
  'alarm',
  'away',
  'key-rejected',
  'unreadable',
  'years',
  'several',
  'full',
] as const
export type Scene = (typeof SCENES)[number]

export type Sight = {
  scene: Scene
  /** Distinguishes sights of one page in one scene. */
  name?: string
  /** What is seen, as a sentence without its full stop. */
  shows: string
  as?: 'viewer' | 'signed out'
  /** Brings a fresh page to what is to be seen. */
  show: (page: Page, world: GalleryWorld) => Promise<unknown>
}

/** `whole`: its screen is as high as the page. */
export type GalleryPage = { name: string; title: string; sights: Sight[]; whole?: true }

export const pictureName = (page: GalleryPage, { scene, name }: Sight): string =>
  [page.name, scene, name].filter(Boolean).join('-')

/** Opens a path of the console. */
export const at =
  (path: string): Sight['show'] =>
  (page, { url }) =>
    page.goto(`${url}${path}`)

/** Opens it and presses a button. @param opens what comes of that and is waited for. */
export const press =
  (path: string, name: string, opens?: 'dialog' | 'alertdialog'): Sight['show'] =>
  async (page, world) => {
    await at(path)(page, world)
    await page.getByRole('button', { name }).locator('visible=true').first().click()
    if (opens) await page.getByRole(opens).first().waitFor()
  }

/** The same as it would be printed. */
export const printed =
  (path: string): Sight['show'] =>
  async (page, { url }) => {
    await page.goto(`${url}${path}`)
    await page.emulateMedia({ media: 'print' })
  }

export const devicesAt = (query: Record<string, string>): string => `/main/devices?${new URLSearchParams(query)}`

/** The newest operation of which `is` holds, opened. */
export const operationAt =
  (is: (operation: Operation) => boolean): Sight['show'] =>
  async (page, { url, admin }) => {
    const { operations } = await admin.get<OperationsPage>('/api/orgs/main/operations')
    const found = operations.find(is)
    if (!found) throw new Error('No operation is as it is to be seen.')
    await page.goto(`${url}/main/operations/${found.id}`)
  }

/** The review of an act on what a selector picks. */
export const review =
  (act: string, q: string): Sight['show'] =>
  async (page, world) => {
    await at(devicesAt({ q, act }))(page, world)
    await page.getByRole('alertdialog').waitFor()
  }
