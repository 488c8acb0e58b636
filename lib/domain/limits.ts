/** What one act may hold: the same numbers for the edge, which refuses more, and for the forms, which do not take more. */

export const SELECTOR_CHARS_MAX = 4_096
/** Ids that one operation names without a selection. */
export const IDS_MAX = 500
export const SELECTION_IDS_MAX = 10_000
export const REASON_CHARS_MAX = 500
/** What an org shows on its stop page: what to do there, and whom to call. */
export const RUNBOOK_CHARS_MAX = 2_000
export const CONTACT_CHARS_MAX = 200
/** Views of the devices that one person keeps in an org, and that an org shares. */
export const PERSONAL_VIEWS_MAX = 20
export const SHARED_VIEWS_MAX = 50
export const VIEW_NAME_CHARS_MAX = 60
/** Invitations of an org that are open at the same time, and how long a link is good. */
export const INVITATIONS_MAX = 200
export const INVITATION_HOURS = 72
/** The longest e-mail, and the longest name of a person or an org, in characters. */
export const EMAIL_CHARS_MAX = 254
export const NAME_CHARS_MAX = 80
/** Notes of an org, and their texts. */
export const NOTES_MAX = 500
export const OWNER_CHARS_MAX = 120
export const NOTE_CHARS_MAX = 1_000
export const LINK_CHARS_MAX = 500
/** How far ahead an operation may be scheduled. */
export const LATER_DAYS_MAX = 30
export const LATER_MAX_MS = LATER_DAYS_MAX * 86_400_000
/** Events of the record that come with one operation, the newest first. */
export const OPERATION_EVENTS_MAX = 200
