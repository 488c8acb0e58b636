const ENGLISH = 'en-GB'

/**
 * A day and a time of day as a person of `locale` writes them, in English words: `Thu, 12 Nov 2026, 14:02 UTC`, and for en-US
 * `Thu, Nov 12, 2026, 2:02 PM UTC`. @param locale of the browser; one that is not known counts as British.
 */
export function formatOwn(at: number, zone: string, locale: string): string {
  const options = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  } as const
  return new Intl.DateTimeFormat(englishOf(locale), { timeZone: zone, ...options }).format(at)
}

/** English as it is written where the person lives: the order of day and month, and 12 or 24 hours. */
function englishOf(locale: string): string {
  try {
    const { region } = new Intl.Locale(locale).maximize()
    return region ? `en-${region}` : ENGLISH
  } catch {
    return ENGLISH
  }
}
