/** Notes where they are written and where they are read. */
import { at, devicesAt, type GalleryPage, press, review, type Sight } from './gallery-page'

const NOTES = [
  {
    id: '7a0d7f6e-8a55-4a0c-9d0b-1f6b7c2f4a01',
    selector: 'role:runner',
    owner: 'Payments, #payments-oncall',
    halts: 'Card payments. Orders wait in the queue for an hour, then they are entered by hand.',
    purpose: 'Books incoming orders.',
    link: 'https://wiki.example.org/runbooks/runner',
  },
  {
    id: '7a0d7f6e-8a55-4a0c-9d0b-1f6b7c2f4a02',
    selector: 'env:prod',
    owner: 'Platform',
    halts: 'Everything that customers see.',
    purpose: '',
    link: '',
  },
  {
    id: '7a0d7f6e-8a55-4a0c-9d0b-1f6b7c2f4a03',
    selector: 'role:mailer',
    owner: 'فريق البريد',
    halts: 'Newsletters',
    purpose: '',
    link: '',
  },
]

/** After the notes were written; writing them again changes nothing. */
function noted(show: Sight['show']): Sight['show'] {
  return async (page, world) => {
    for (const note of NOTES) await world.admin.post('/api/orgs/main/notes', note)
    await show(page, world)
  }
}

/** The confirm of a role on the stop page. */
const stopOfRole = noted(async (page, world) => {
  await at('/stop')(page, world)
  await page
    .getByRole('form', { name: 'Roles' })
    .getByRole('button', { name: /^runner/ })
    .click()
})

export const NOTE_PAGES: GalleryPage[] = [
  {
    name: 'notes',
    title: 'Notes',
    sights: [
      { scene: 'empty', shows: 'No note yet', show: at('/main/notes') },
      { scene: 'small', shows: 'All notes, one of a role that is gone', show: noted(at('/main/notes')) },
      { scene: 'small', name: 'form', shows: 'The form', show: noted(press('/main/notes', 'Change', 'dialog')) },
      { scene: 'small', name: 'viewer', shows: 'A viewer reads', as: 'viewer', show: noted(at('/main/notes')) },
      {
        scene: 'small',
        name: 'device',
        shows: 'In the panel of a device',
        show: noted(at(devicesAt({ device: 'crewai:prod:runner:01' }))),
      },
      { scene: 'small', name: 'review', shows: 'In the review', show: noted(review('revoke', 'role:runner')) },
      { scene: 'small', name: 'stop', shows: 'On the stop page', show: stopOfRole },
    ],
  },
]
