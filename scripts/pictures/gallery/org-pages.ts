/** The pages of an org. */
import { at, devicesAt, type GalleryPage, operationAt, press, review, type Sight } from './gallery-page'
import { USAGE_PAGES } from './usage-pages'

const RUNNER = 'crewai:prod:runner:01'
const NIGHTLY = 'crewai:prod:cron-nightly:02'

const key =
  (path: string, name: string): Sight['show'] =>
  async (page, world) => {
    await at(path)(page, world)
    await page.locator('main h1, main h2').first().waitFor()
    await page.keyboard.press(name)
    await page.getByRole('dialog').waitFor()
  }

export const ORG_PAGES: GalleryPage[] = [
  {
    name: 'overview',
    title: 'Overview',
    sights: [
      { scene: 'empty', shows: 'The three steps to a first device', show: at('/main') },
      { scene: 'small', shows: 'A stop in force, a fence, 52 devices', show: at('/main') },
      { scene: 'full', shows: 'The same with 5,000 devices', show: at('/main') },
    ],
  },
  {
    name: 'overview-failing',
    title: 'Overview when something is wrong',
    sights: [
      { scene: 'stopped', shows: 'The whole org is stopped', show: at('/main') },
      { scene: 'alarm', shows: 'A device of a stop works again, without an act of ours', show: at('/main') },
      { scene: 'away', shows: 'The authority does not answer; the last snapshot is marked as such', show: at('/main') },
      {
        scene: 'key-rejected',
        shows: 'The authority rejects the org key; an admin enters a new one here',
        show: at('/main'),
      },
    ],
  },
  {
    name: 'devices',
    title: 'Devices',
    sights: [
      { scene: 'empty', shows: 'No device yet', show: at('/main/devices') },
      { scene: 'small', shows: '52 devices', show: at('/main/devices') },
      { scene: 'small', name: 'none', shows: 'Nothing matches', show: at(devicesAt({ q: 'env:qa role:runner' })) },
      {
        scene: 'small',
        name: 'fault',
        shows: 'A selector that cannot be read',
        show: at(devicesAt({ q: 'env:"prod' })),
      },
      { scene: 'full', shows: '5,000 devices', show: at('/main/devices') },
      { scene: 'away', shows: 'The authority does not answer', show: at('/main/devices') },
    ],
  },
  {
    name: 'device',
    title: 'One device',
    sights: [
      { scene: 'small', shows: 'An active device', show: at(devicesAt({ device: RUNNER })) },
      {
        scene: 'small',
        name: 'stopped',
        shows: 'A revoked device, with what keeps it stopped',
        show: at(devicesAt({ device: NIGHTLY })),
      },
      {
        scene: 'small',
        name: 'lookalike',
        shows: 'An id that another one looks like, never seen',
        show: at(devicesAt({ device: 'crewai:prod:tool-runner:O1' })),
      },
      {
        scene: 'small',
        name: 'unknown',
        shows: 'An id that is not in the list',
        show: at(devicesAt({ device: 'crewai:prod:runner:99' })),
      },
      { scene: 'away', shows: 'The authority does not answer', show: at(devicesAt({ device: RUNNER })) },
    ],
  },
  {
    name: 'review',
    title: 'Review before an act on devices',
    sights: [
      { scene: 'small', name: 'revoke', shows: 'Revoke a role', show: review('revoke', 'role:runner') },
      { scene: 'small', name: 'fence', shows: 'Place a fence', show: review('fence', 'env:dev') },
      {
        scene: 'small',
        name: 'restore',
        shows: 'Restore what a stop holds: a reason is required',
        show: review('restore', 'status:revoked'),
      },
      { scene: 'full', shows: 'Revoke 5,000 devices', show: review('revoke', '-role:planner') },
      { scene: 'away', shows: 'The authority does not answer', show: review('revoke', 'role:runner') },
    ],
  },
  {
    name: 'operations',
    title: 'Operations',
    sights: [
      { scene: 'empty', shows: 'No operation yet', show: at('/main/operations') },
      { scene: 'small', shows: 'Stops, a fence, restores, one for later', show: at('/main/operations') },
      { scene: 'full', shows: 'The same over 5,000 devices', show: at('/main/operations') },
      { scene: 'away', shows: 'The authority does not answer', show: at('/main/operations') },
    ],
  },
  {
    name: 'operation',
    title: 'One operation',
    sights: [
      {
        scene: 'small',
        name: 'stop',
        shows: 'A stop of the whole org that was lifted',
        show: operationAt(({ kind }) => kind === 'disable'),
      },
      {
        scene: 'small',
        name: 'revoke',
        shows: 'A stop of a role in force',
        show: operationAt(({ kind, fence, stop }) => kind === 'revoke' && stop?.status === 'accepted' && !fence),
      },
      { scene: 'small', name: 'fence', shows: 'A fence', show: operationAt(({ fence }) => Boolean(fence)) },
      {
        scene: 'small',
        name: 'staged',
        shows: 'A restore in steps',
        show: operationAt(({ staged }) => Boolean(staged)),
      },
      {
        scene: 'small',
        name: 'scheduled',
        shows: 'A revoke for later',
        show: operationAt(({ state }) => state === 'scheduled'),
      },
    ],
  },
  {
    name: 'operation-failing',
    title: 'One operation at scale, and when something is wrong',
    sights: [
      {
        scene: 'full',
        shows: 'A stop of all 5,000 devices that was lifted',
        show: operationAt(({ kind }) => kind === 'disable'),
      },
      {
        scene: 'stopped',
        shows: 'A stop of the whole org in force',
        show: operationAt(({ kind }) => kind === 'disable'),
      },
      { scene: 'away', shows: 'A revoke that waits for the authority', show: queuedRevoke },
      {
        scene: 'small',
        name: 'unknown',
        shows: 'No such operation',
        show: at('/main/operations/4b1f5a52-33c2-4a1c-9a39-0f1f6c0d7f11'),
      },
    ],
  },
  {
    name: 'usage',
    title: 'Usage',
    sights: [
      { scene: 'empty', shows: 'Nothing was counted yet', show: at('/main/usage') },
      { scene: 'small', shows: 'The last day', show: at('/main/usage') },
      {
        scene: 'small',
        name: 'month',
        shows: 'The last 30 days, by role',
        show: at('/main/usage?range=30d&part=role'),
      },
      { scene: 'full', shows: '5,000 devices', show: at('/main/usage') },
      { scene: 'away', shows: 'The authority does not answer', show: at('/main/usage') },
    ],
  },
  ...USAGE_PAGES,
  {
    name: 'activity',
    title: 'Activity and its proof',
    sights: [
      { scene: 'empty', shows: 'The first events', show: at('/main/activity') },
      { scene: 'small', shows: 'What several people did', show: at('/main/activity') },
      {
        scene: 'small',
        name: 'none',
        shows: 'No event matches',
        show: at('/main/activity?device=crewai%3Aqa%3Arunner%3A01'),
      },
      { scene: 'small', name: 'record', shows: 'Proof and export', show: at('/main/activity/record') },
      { scene: 'full', shows: 'The same over 5,000 devices', show: at('/main/activity') },
    ],
  },
  {
    name: 'help',
    title: 'Glossary, keys, commands, register, stop',
    sights: [
      { scene: 'small', name: 'glossary', shows: 'The glossary', show: at('/main/glossary') },
      { scene: 'small', name: 'keys', shows: 'Keys and selectors', show: key('/main', '?') },
      { scene: 'small', name: 'commands', shows: 'The palette', show: key('/main', 'Control+k') },
      {
        scene: 'small',
        name: 'stop',
        shows: 'The second tap of a stop of the org',
        show: press('/main', 'Stop main', 'alertdialog'),
      },
      { scene: 'small', name: 'viewer', shows: 'A viewer may look', as: 'viewer', show: at('/main') },
    ],
  },
]

/** While the authority is away, one revoke is asked for and stays queued. */
async function queuedRevoke(...[page, world]: Parameters<Sight['show']>): Promise<void> {
  await world.act({ kind: 'revoke', target: { ids: [RUNNER] }, reason: 'It orders twice' }).catch(() => undefined)
  await operationAt(({ state }) => state !== 'finished' && state !== 'scheduled')(page, world)
}
