/** The parts of a fleet that need a look now and then, each as the selector that picks it. */

/** After so many days without a validate a device counts as silent; a person chooses one. */
export const SILENT_DAYS = [7, 14, 30, 90] as const
export type SilentDays = (typeof SILENT_DAYS)[number]
export const SILENT_DAYS_DEFAULT: SilentDays = 30

export type HygieneKey = 'new' | 'never' | 'silent' | 'lookalikes'
export type HygieneView = { key: HygieneKey; name: string; selector: string }

export const hygieneViews = (silentDays: SilentDays): HygieneView[] => [
  { key: 'new', name: 'New since yesterday', selector: 'created:<1d' },
  { key: 'never', name: 'Never validated', selector: 'seen:never' },
  { key: 'silent', name: `Silent for ${silentDays} days`, selector: `seen:>${silentDays}d` },
  { key: 'lookalikes', name: 'Look-alikes', selector: 'shape:lookalike' },
]
