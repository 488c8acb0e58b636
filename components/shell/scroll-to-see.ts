type Span = { start: number; end: number }

/** How far a row has to be scrolled so that `part` of it is seen in `seen`; 0 where it is. Its beginning goes first; whole pixels. */
export function scrollToSee(part: Span, seen: Span): number {
  if (part.start < seen.start) return Math.floor(part.start - seen.start)
  return Math.ceil(Math.max(0, Math.min(part.end - seen.end, part.start - seen.start)))
}
