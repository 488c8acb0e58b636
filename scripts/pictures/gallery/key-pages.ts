/** Keys: device keys before they begin, what a rotation will do, who is back after it, and what to do when a key has leaked. */
import type { Page } from '@playwright/test'
import { at, type GalleryPage, press, type Sight } from './gallery-page'

const choose =
  (path: string, key: RegExp): Sight['show'] =>
  async (page, world) => {
    await at(path)(page, world)
    await page.getByRole('radio', { name: key }).check()
  }

/** Rotated without an overlap; the new key was kept elsewhere, and is in no picture. */
const rotated: Sight['show'] = async (page: Page, world) => {
  await choose('/research/keys/rotation', /first/)(page, world)
  await page.getByText(/^(What will happen|Who is back)$/).waitFor()
  // Each picture is taken of a fresh page: the first one has rotated it.
  if (await page.getByText('Who is back').isVisible()) return
  await page.getByRole('radio', { name: 'None' }).check()
  await page.getByLabel(/^Reason/).fill('The yearly rotation')
  await page.getByLabel(/to confirm/).fill('research')
  await page.getByRole('button', { name: 'Rotate the key' }).click()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByText('Who is back').waitFor()
}

export const KEY_PAGES: GalleryPage[] = [
  {
    name: 'keys',
    title: 'Keys',
    sights: [
      { scene: 'small', shows: 'Agents share keys', show: at('/main/keys') },
      {
        scene: 'small',
        name: 'begin',
        shows: 'The step to device keys, with its reason',
        show: press('/main/keys', 'Begin with device keys…', 'alertdialog'),
      },
      { scene: 'small', name: 'viewer', shows: 'A viewer may look', as: 'viewer', show: at('/main/keys') },
    ],
  },
  {
    name: 'rotation',
    title: 'Rotate a key',
    sights: [
      { scene: 'small', shows: 'Which devices an agent key has', show: choose('/main/keys/rotation', /first/) },
      {
        scene: 'small',
        name: 'org',
        shows: 'The org key, which no agent uses',
        show: choose('/main/keys/rotation', /^Org key/),
      },
      { scene: 'small', name: 'viewer', shows: 'A viewer sees no keys', as: 'viewer', show: at('/main/keys/rotation') },
      { scene: 'away', shows: 'The authority does not answer', show: at('/main/keys/rotation') },
      { scene: 'several', shows: 'After a rotation', show: rotated },
      { scene: 'full', shows: 'A whole fleet on one key', show: choose('/main/keys/rotation', /first/) },
    ],
  },
  {
    name: 'leaked',
    title: 'A key has leaked',
    sights: [
      { scene: 'small', shows: 'Before the stop', show: at('/main/keys/leaked') },
      { scene: 'stopped', shows: 'Stopped, and a key chosen', show: choose('/main/keys/leaked', /first/) },
      { scene: 'small', name: 'viewer', shows: 'A viewer calls an admin', as: 'viewer', show: at('/main/keys/leaked') },
      { scene: 'away', shows: 'The authority does not answer', show: at('/main/keys/leaked') },
    ],
  },
]
