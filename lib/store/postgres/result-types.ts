import { types } from 'pg'

const BOOLEAN = 16
const BIGINT = 20
const NUMERIC = 1700

/**
 * Values as SQLite gives them: counts, sums and times are numbers, a comparison is 1 or 0. All of ours are below 2^53.
 */
export const RESULT_TYPES: { getTypeParser: typeof types.getTypeParser } = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === BIGINT || oid === NUMERIC) return Number
    if (oid === BOOLEAN) return (text: string) => (text === 't' ? 1 : 0)
    return types.getTypeParser(oid, format as 'text')
  }) as typeof types.getTypeParser,
}
