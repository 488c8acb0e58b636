/**
 * `node scripts/run.mjs stop-pictures`: makes the pictures of `docs/stop` from the running app: `/stop` on a phone in every state
 * that it can be in, light and dark, each brought about for real. Beginnings of names as arguments make only those pictures.
 */
import { mkdirSync } from 'node:fs'
import type { Browser } from '@playwright/test'
import { json } from '@/testing/faults/faults'
import { withStage } from '../bench/stage'
import { makePictures, openPage, PHONE, withBrowser } from './camera'
import { faulty, rhythms, staleForm, withoutStore } from './stop-fault-scenes'
import { calmly, onePart, type Shoot, severalOrgs, withoutOrgStop } from './stop-scenes'
import { type StopSet, type StopSetOptions, stopSet } from './stop-set'

const FOLDER = 'docs/stop'
const SCHEMES = ['light', 'dark'] as const

const wanted = process.argv.slice(2)

const cameraFor =
  (browser: Browser, { url, ann }: StopSet): Shoot =>
  async (name, show, cookie = ann.cookie) => {
    if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) return
    for (const colorScheme of SCHEMES) {
      const page = await openPage(browser, url, cookie ?? undefined, {
        ...PHONE,
        colorScheme,
        javaScriptEnabled: false,
      })
      await show(page)
      // A confirm that lies over the page is as tall as the screen, and the page below it is not part of it.
      const fullPage = (await page.locator(':popover-open').count()) === 0
      await page.screenshot({ path: `${FOLDER}/${name}-${colorScheme}.png`, fullPage })
      await page.context().close()
    }
    console.log(name)
  }

await makePictures(() =>
  withBrowser((browser) =>
    withStage(async (stage) => {
      mkdirSync(FOLDER, { recursive: true })
      const play = async (options: StopSetOptions, acts: (set: StopSet, shoot: Shoot) => Promise<void>) => {
        const set = await stopSet(stage, options)
        await acts(set, cameraFor(browser, set)).finally(() => set.close())
      }
      await play({}, async (set, shoot) => {
        await calmly(set, shoot)
        await faulty(set, shoot)
        await staleForm(set, shoot)
        await withoutStore(set, shoot, 'kept-in-file')
        // A resume is for stops that the store has.
        await set.untilOrg(({ orgStop }) => orgStop !== null && orgStop.recorded === undefined)
        await set.calm()
        await rhythms(set, shoot)
        await severalOrgs(set, shoot)
      })
      const lacks: StopSetOptions['lacks'] = (faults) =>
        faults.on('/api/v1/org/', json({ status: 'error', error: 'not_found' }, 404))
      await play({ lacks }, withoutOrgStop)
      await play({}, onePart)
      await play({ env: { STOP_SINK: stage.folder } }, (set, shoot) => withoutStore(set, shoot, 'not-recorded'))
    }),
  ),
)
