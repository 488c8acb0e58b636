/** Ids in one operation (`lib/domain/command.ts`, which the browser must not import for its zod). */
export const IDS_MAX = 500
