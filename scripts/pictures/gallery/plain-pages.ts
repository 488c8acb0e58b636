/** Pages outside of an org, and the stop page, whose every state is in `docs/stop`. */
import type { Page } from '@playwright/test'
import { at, type GalleryPage, type Sight } from './gallery-page'

const typeWrongly = async (page: Page): Promise<void> => {
  await page.getByLabel('E-mail').fill('ann@example.org')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
}

const confirm: Sight['show'] = async (page, { url }) => {
  await page.goto(`${url}/stop`)
  await page.getByRole('button', { name: 'Stop main' }).click()
  await page.getByRole('button', { name: 'Stop now' }).waitFor()
}

export const PLAIN_PAGES: GalleryPage[] = [
  {
    name: 'sign-in',
    title: 'Sign-in',
    sights: [
      { scene: 'small', shows: 'The first look', as: 'signed out', show: at('/sign-in') },
      { scene: 'small', name: 'stop', shows: 'On the way to a stop', as: 'signed out', show: at('/sign-in?to=/stop') },
      {
        scene: 'small',
        name: 'refused',
        shows: 'After a wrong password; the e-mail stays',
        as: 'signed out',
        show: async (page, world) => {
          await at('/sign-in')(page, world)
          await typeWrongly(page)
        },
      },
    ],
  },
  {
    name: 'lost',
    title: 'Where there is no page: not found, failed, offline, console away',
    sights: [
      { scene: 'small', name: 'not-found', shows: 'An address that leads nowhere', show: at('/main/nothing') },
      { scene: 'small', name: 'offline', shows: 'The device has no network', show: at('/offline') },
      {
        scene: 'small',
        name: 'console',
        shows: 'The device has a network, the console does not answer',
        show: at('/unreachable'),
      },
      { scene: 'unreadable', shows: 'The console cannot read its database', show: at('/main') },
    ],
  },
  {
    name: 'stop',
    title: 'The stop page',
    sights: [
      { scene: 'empty', shows: 'No device yet', show: at('/stop') },
      { scene: 'small', shows: 'At rest', show: at('/stop') },
      { scene: 'small', name: 'confirm', shows: 'The second tap', show: confirm },
      { scene: 'stopped', shows: 'The org is stopped', show: at('/stop') },
      { scene: 'full', shows: 'At rest, 5,000 devices', show: at('/stop') },
    ],
  },
  {
    name: 'stop-failing',
    title: 'The stop page when something is wrong',
    sights: [
      { scene: 'alarm', shows: 'A device of a stop works again, without an act of ours', show: at('/stop') },
      { scene: 'away', shows: 'The authority does not answer', show: at('/stop') },
      { scene: 'key-rejected', shows: 'The authority rejects the org key', show: at('/stop') },
      { scene: 'unreadable', shows: 'The console cannot read its database', show: at('/stop') },
    ],
  },
]
