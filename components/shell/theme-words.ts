import type { Theme } from '@/lib/client/state/preference-cookies'

/** Names of the themes, in the footer and in the palette. */
export const THEME_WORDS: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' }
