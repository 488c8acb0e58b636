import { devices, number } from '@/components/words/operation-words'
import type { CapForecast } from '@/lib/domain/figures/cap-forecast'

export type HeadroomWords = { headline: string; detail: string; isNear: boolean }

/** Nearer than this needs a person soon. */
const NEAR_MS = 14 * 86_400_000

/** What the forecast says, in a headline and a sentence. `day` writes an instant as a day. @param now epoch ms. */
export function headroomWords(forecast: CapForecast, now: number, day: (at: number) => string): HeadroomWords {
  switch (forecast.state) {
    case 'no-cap':
      return { headline: 'No cap', detail: 'This plan takes any number of devices.', isNear: false }
    case 'cap-unknown':
      return {
        headline: 'Cap unknown',
        detail: 'This authority does not say how many devices it takes.',
        isNear: false,
      }
    case 'reached':
      return {
        headline: 'The cap is reached',
        detail: 'New devices are refused. Remove devices that are not used, or raise the cap.',
        isNear: true,
      }
    case 'too-little':
      return {
        headline: 'No forecast yet',
        detail: `It needs samples of ${number(forecast.needed)} days; so far there ${forecast.days === 1 ? 'is' : 'are'} ${number(forecast.days)}.`,
        isNear: false,
      }
    case 'not-within':
      return {
        headline: `Not within ${forecast.withinDays} days`,
        detail: `${growth(forecast.perDay)}, so the cap is not in sight.`,
        isNear: false,
      }
    case 'expected': {
      const [earliest, latest] = [Date.parse(forecast.earliest), forecast.latest && Date.parse(forecast.latest)]
      const until = latest ? `and ${day(latest)}` : 'and some time after the next 90 days'
      return {
        headline: `Will be reached on ${day(Date.parse(forecast.at))}`,
        detail: `${growth(forecast.perDay)}. Probably between ${day(earliest)} ${until}.`,
        isNear: Date.parse(forecast.at) - now < NEAR_MS,
      }
    }
  }
}

/** The trend in words: by the day, or, where that is less than one, by the week. */
function growth(perDay: number): string {
  const perWeek = Math.round(perDay * 7)
  if (perWeek === 0) return 'The fleet stays about as large'
  const verb = perWeek > 0 ? 'grows' : 'shrinks'
  const perDayWhole = Math.round(Math.abs(perDay))
  return perDayWhole >= 2
    ? `The fleet ${verb} by about ${devices(perDayWhole)} a day`
    : `The fleet ${verb} by about ${devices(Math.abs(perWeek))} a week`
}
