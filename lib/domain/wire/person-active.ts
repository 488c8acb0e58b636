/** Header of a call that a page makes while a person uses it; a call without it was made by the page itself. */
export const PERSON_ACTIVE_HEADER = 'x-person-active'
