import { formatValue } from '@/lib/domain/selector/format-value'

/** Addresses of the devices that a place of the grid counts. */
export type GridLinks = {
  row: (env: string) => string
  column: (role: string) => string
  cell: (env: string, role: string) => string
  all: string
  other: string
}

/** As the server counts: env and role where the pattern has them, else its first two parts. */
export function gridParts(parts: readonly string[]): [row: string, column: string] {
  if (parts.includes('env') && parts.includes('role')) return ['env', 'role']
  return [parts[0] ?? 'env', parts[1] ?? parts[0] ?? 'role']
}

export function gridLinks(org: string, parts: readonly string[]): GridLinks {
  const [rowPart, columnPart] = gridParts(parts)
  const to = (q: string) => `/${org}/devices?q=${encodeURIComponent(q)}`
  const row = (env: string) => `${rowPart}:${formatValue(env)}`
  const column = (role: string) => `${columnPart}:${formatValue(role)}`
  return {
    row: (env) => to(row(env)),
    column: (role) => to(column(role)),
    cell: (env, role) => to(`${row(env)} ${column(role)}`),
    all: `/${org}/devices`,
    other: to('shape:other'),
  }
}
