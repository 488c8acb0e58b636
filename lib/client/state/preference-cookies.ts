export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export type Zone = 'local' | 'utc'

/** The org that was looked at last in this browser: `/` leads there. */
export const LAST_ORG = 'last-org'

/** The theme that a cookie names; the system's where it names none. */
export const readTheme = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? 'system'
export const readZone = (value: string | undefined): Zone => (value === 'utc' ? 'utc' : 'local')
