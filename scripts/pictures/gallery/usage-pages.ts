/** Usage over two years: every range, and what else can be made of it. */
import { USAGE_RANGES } from '@/lib/domain/figures/usage-range'
import { at, type GalleryPage, press, printed } from './gallery-page'

export const USAGE_PAGES: GalleryPage[] = [
  {
    name: 'usage-ranges',
    title: 'Usage in every range',
    whole: true,
    sights: USAGE_RANGES.map((range) => ({
      scene: 'years' as const,
      name: range,
      shows: `A range of ${range}`,
      show: at(`/main/usage?range=${range}`),
    })),
  },
  {
    name: 'usage-more',
    title: 'Usage compared, apart, as a table, as a week, printed',
    whole: true,
    sights: [
      {
        scene: 'years',
        name: 'compared',
        shows: '90 days beside the 90 before',
        show: at('/main/usage?range=90d&compare=before'),
      },
      {
        scene: 'years',
        name: 'apart',
        shows: 'Each role apart',
        show: press('/main/usage?range=90d&part=role', 'each apart'),
      },
      { scene: 'years', name: 'table', shows: 'The numbers', show: press('/main/usage?range=30d', 'Table') },
      { scene: 'years', name: 'printed', shows: 'A year, printed', show: printed('/main/usage?range=1y') },
      { scene: 'years', name: 'week', shows: 'A week', show: at('/main/usage/week') },
      { scene: 'years', name: 'week-printed', shows: 'A week, printed', show: printed('/main/usage/week') },
    ],
  },
]
