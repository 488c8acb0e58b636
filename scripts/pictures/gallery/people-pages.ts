/** People, accounts and orgs: who may come in, and a session that ends under an open page. */
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { at, type GalleryPage, press, type Sight } from './gallery-page'
import type { GalleryWorld } from './gallery-world'

/** Makes a link for a person. A second one for the same e-mail ends the first. */
async function linkFor({ admin }: GalleryWorld, email: string, role: string): Promise<string> {
  const { link } = await admin.post<{ link: string }>('/api/orgs/main/invitations', { id: randomUUID(), email, role })
  return link
}

/** Two more orgs, one of them stopped, and two open invitations. */
export async function addOrgs(world: GalleryWorld): Promise<void> {
  const { admin } = world
  for (const [slug, name] of [
    ['payments', 'Payments'],
    ['research', 'Research on long-running agents'],
  ] as const) {
    const embedded = { kind: 'embedded', deviceLimit: 250 }
    const idPattern = '{framework}:{env}:{role}:{instance}'
    await admin.post('/api/new-org', { id: randomUUID(), name, slug, idPattern, at: embedded })
  }
  await admin.post('/api/orgs/payments/operations', { id: randomUUID(), kind: 'disable' }, { prefer: 'wait=10' })
  await linkFor(world, 'noor@example.org', 'responder')
  await linkFor(world, 'a.person.with.a.long.name@department.example.org', 'operator')
}

/** A link, opened; `isReplaced`: after another one for the same e-mail was made. */
const openLink =
  ({ isReplaced = false } = {}): Sight['show'] =>
  async (page, world) => {
    const link = await linkFor(world, 'sam@example.org', 'responder')
    if (isReplaced) await linkFor(world, 'sam@example.org', 'operator')
    await page.goto(link)
  }

const invite: Sight['show'] = press('/main/people', 'Invite a person', 'dialog')

const link: Sight['show'] = async (page, world) => {
  await invite(page, world)
  await page.getByLabel('E-mail').fill('sam@example.org')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('dialog', { name: 'Copy the link now' }).waitFor()
}

const about =
  (entry: string): Sight['show'] =>
  async (page, world) => {
    await at('/main/people')(page, world)
    await page.getByRole('button', { name: 'What to do about Olga Operator' }).click()
    await page.getByRole('menuitem', { name: entry }).click()
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
  }

const newOrg =
  (fill: (page: Page) => Promise<unknown>): Sight['show'] =>
  async (page, world) => {
    await at('/orgs/new')(page, world)
    await page.getByLabel('Name').waitFor()
    await fill(page)
  }

/** The session ends while a note is being written. */
const signInOver =
  (then: (page: Page) => Promise<unknown>): Sight['show'] =>
  async (page, world) => {
    await press('/main/notes', 'Write a note', 'dialog')(page, world)
    await page.getByLabel('What halts when they stop').fill('Card payments. Orders wait in the queue.')
    await page.context().clearCookies()
    await then(page)
  }

const save = async (page: Page) => {
  await page.getByLabel('For devices that match').fill('role:runner')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog', { name: 'Sign in to go on' }).waitFor()
}

const refused = async (page: Page) => {
  await save(page)
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await dialog.getByLabel('E-mail').fill('admin@example.org')
  await dialog.getByLabel('Password').fill('not the password')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.getByRole('alert').waitFor()
}

const banner: Sight['show'] = async (page, world) => {
  await at('/main')(page, world)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.context().clearCookies()
  await page.getByText('You are signed out').waitFor()
}

const stopAll: Sight['show'] = async (page, world) => {
  await at('/stop')(page, world)
  await page.getByRole('button', { name: 'Stop all 3 orgs' }).click()
}

export const PEOPLE_PAGES: GalleryPage[] = [
  {
    name: 'people',
    title: 'People',
    sights: [
      { scene: 'empty', shows: 'The first admin alone', show: at('/main/people') },
      { scene: 'several', shows: 'Four people, two open invitations', show: at('/main/people') },
      { scene: 'several', name: 'invite', shows: 'An invitation', show: invite },
      { scene: 'several', name: 'link', shows: 'Its link, shown this once', show: link },
      { scene: 'several', name: 'role', shows: 'Another role', show: about('Change the role…') },
      { scene: 'several', name: 'disable', shows: 'The end of an account', show: about('Disable the account…') },
      { scene: 'several', name: 'viewer', shows: 'A viewer sees none', as: 'viewer', show: at('/main/people') },
    ],
  },
  {
    name: 'invitation',
    title: 'The link of an invitation',
    sights: [
      { scene: 'several', shows: 'A new account', as: 'signed out', show: openLink() },
      { scene: 'several', name: 'other', shows: 'Another person is signed in', as: 'viewer', show: openLink() },
      {
        scene: 'several',
        name: 'over',
        shows: 'A link that ended',
        as: 'signed out',
        show: openLink({ isReplaced: true }),
      },
    ],
  },
  {
    name: 'account',
    title: 'The own account',
    sights: [{ scene: 'several', shows: 'Name, password, sessions', as: 'viewer', show: at('/account') }],
  },
  {
    name: 'session',
    title: 'A session that ends under an open page',
    sights: [
      { scene: 'several', name: 'banner', shows: 'What was read stays, and is marked', show: banner },
      { scene: 'several', name: 'save', shows: 'A form is sent: the page signs in first', show: signInOver(save) },
      { scene: 'several', name: 'refused', shows: 'A wrong password', show: signInOver(refused) },
    ],
  },
  {
    name: 'all-orgs',
    title: 'All orgs',
    sights: [
      { scene: 'empty', shows: 'One org', show: at('/orgs') },
      { scene: 'several', shows: 'Three orgs, one of them stopped', show: at('/orgs') },
      { scene: 'several', name: 'stop', shows: 'The stop page of three orgs', show: at('/stop') },
      { scene: 'several', name: 'stop-all', shows: 'The second tap of all three', show: stopAll },
    ],
  },
  {
    name: 'new-org',
    title: 'A new org',
    sights: [
      {
        scene: 'several',
        shows: 'Of the embedded authority',
        show: newOrg((page) => page.getByLabel('Name').fill('Support')),
      },
      {
        scene: 'several',
        name: 'address',
        shows: 'Of another authority',
        show: newOrg((page) => page.getByRole('radio', { name: 'Another address' }).check()),
      },
      {
        scene: 'several',
        name: 'faulty',
        shows: 'A name that is too long',
        show: newOrg((page) => page.getByLabel('Name').fill('שם ארוך '.repeat(12))),
      },
      { scene: 'several', name: 'viewer', shows: 'Only deployment admins', as: 'viewer', show: at('/orgs/new') },
    ],
  },
  {
    name: 'settings',
    title: 'Settings of an org',
    sights: [
      { scene: 'several', shows: 'As they are', show: at('/research/settings') },
      {
        scene: 'several',
        name: 'remove',
        shows: 'Its removal',
        show: press('/research/settings', 'Remove', 'alertdialog'),
      },
      { scene: 'several', name: 'viewer', shows: 'A viewer changes none', as: 'viewer', show: at('/main/settings') },
    ],
  },
]
