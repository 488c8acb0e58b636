/** The edge's own limit on a selector (`lib/domain/command.ts`, which the browser must not import for its zod). */
export const SELECTOR_CHARS_MAX = 4_096
/** Ids in one operation. */
export const IDS_MAX = 500
