import { BOUNDARIES, type Boundary } from './boundaries'

/** A boundary of a starter, with those that share a line with it and so come with it. */
export type OwnBoundary = { boundary: Boundary; with: Boundary[] }

/** The chosen ones that a starter has, and those that come with them, in their order. */
export function withCompanions(own: readonly OwnBoundary[], chosen: readonly Boundary[]): Boundary[] {
  const all = new Set(own.flatMap((one) => (chosen.includes(one.boundary) ? [one.boundary, ...one.with] : [])))
  return BOUNDARIES.filter((boundary) => all.has(boundary))
}
