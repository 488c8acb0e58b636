/** The Connect page, from the first choice to what is copied. */
import { at, type GalleryPage, type Sight } from './gallery-page'

const connect = (query: Record<string, string> = {}) => at(`/main/connect?${new URLSearchParams(query)}`)

/** Scrolled to what a text names. */
const downTo =
  (text: string, show: Sight['show']): Sight['show'] =>
  async (page, world) => {
    await show(page, world)
    await page.getByText(text, { exact: true }).evaluate((element) => element.scrollIntoView())
  }

const PLAN = 'runner*10,cron-nightly*3,event-consumer*6,tool-runner*6'
const CREWAI = { framework: 'crewai', id: 'crewai:prod:mailer:01' }

export const CONNECT_PAGES: GalleryPage[] = [
  {
    name: 'connect',
    title: 'Connect',
    sights: [
      { scene: 'empty', shows: 'The choice of a framework', show: connect() },
      { scene: 'empty', name: 'node', shows: 'A free id, with its files', show: connect({ framework: 'node' }) },
      {
        scene: 'small',
        name: 'plan',
        shows: 'A plan of ids',
        show: downTo('2. Device id', connect({ ...CREWAI, plan: PLAN })),
      },
      {
        scene: 'small',
        name: 'startup',
        shows: 'A boundary that does not stop a run',
        show: downTo('3. Boundaries', connect({ ...CREWAI, boundaries: 'startup' })),
      },
      {
        scene: 'small',
        name: 'faulty',
        shows: 'An id that lacks a part, and no boundary',
        show: connect({ framework: 'node', id: 'node::runner:01', boundaries: 'none' }),
      },
      {
        scene: 'small',
        name: 'commands',
        shows: 'The commands and the prompt',
        show: downTo('6. Commands', connect(CREWAI)),
      },
      { scene: 'small', name: 'viewer', shows: 'A viewer copies nothing', as: 'viewer', show: connect(CREWAI) },
      { scene: 'away', shows: 'The authority does not answer', show: connect(CREWAI) },
    ],
  },
]
