/** From raw input to what a use case takes, with every fault named by its path. */
import type { z } from 'zod'
import { InvalidInput, type Issue } from '@/lib/domain/errors'

/** @throws InvalidInput whose detail is the first fault in words. */
export function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  // With the input in each issue: it shows whether a value is missing, instead of a sentence.
  const result = schema.safeParse(raw, { reportInput: true })
  if (result.success) {
    const path = pathOfNul(result.data, [])
    if (path) throw nulFault(path)
    return result.data
  }
  const issues = flatten(result.error.issues, [])
  const first = issues[0]
  throw new InvalidInput(first ? detailOf(first) : 'The input is not valid.', issues)
}

/** No text of PostgreSQL has U+0000: what one engine keeps and the other refuses is refused for both. */
function pathOfNul(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return value.includes('\0') ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, part] of Object.entries(value)) {
    const found = key.includes('\0') ? path : pathOfNul(part, [...path, key])
    if (found) return found
  }
  return null
}

function nulFault(path: readonly string[]): InvalidInput {
  const issue = { path: path.join('.'), message: 'has the character U+0000, which is not kept' }
  return new InvalidInput(detailOf(issue), [issue])
}

/** A fault that is a whole sentence names what it is about; any other follows the path of its value. */
const detailOf = ({ path, message }: Issue): string =>
  path === '' || /^\p{Lu}.*\.$/su.test(message) ? message : `${path}: ${message}`

/** The fault of a union is only that no alternative fitted; the alternative that came closest gives the reason. */
function flatten(issues: readonly z.core.$ZodIssue[], path: readonly PropertyKey[]): Issue[] {
  return issues.flatMap((issue) => {
    const at = [...path, ...issue.path]
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const closest = issue.errors.reduce((best, candidate) => (misfit(candidate) < misfit(best) ? candidate : best))
      return flatten(closest, at)
    }
    return [{ path: at.join('.'), message: issue.message }]
  })
}

/** Keys that are missing or not known weigh more than a value that is wrong: they belong to another alternative. */
const misfit = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' || isMissing(issue) ? 100 : 1), 0)

const isMissing = (issue: z.core.$ZodIssue): boolean => issue.code === 'invalid_type' && issue.input === undefined
