import Link from 'next/link'
import { Card } from '@/components/ui/card'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { number } from '@/components/words/operation-words'
import { formatValue } from '@/lib/domain/selector/format'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { GridCell, Overview } from '@/lib/domain/wire/overview'

/** Environments by roles: running, active and all of each. A cell leads to exactly its devices. */
export function FleetGrid({ state, grid }: { state: OrgState; grid: Overview['grid'] }) {
  const org = state.org.slug
  const stopped = state.execution.state === 'disabled'
  const [rowPart, columnPart] = gridParts(state.org.parts)
  const { envs, roles, cells, other } = grid
  const at = new Map(cells.map((cell) => [`${cell.env}\n${cell.role}`, cell]))
  const to = (q: string) => `/${org}/devices?q=${encodeURIComponent(q)}`
  return (
    <Card
      title={`By ${rowPart} and ${columnPart}`}
      aside={stopped ? 'active of all; none may work now' : 'running of active'}
    >
      <ScrollRegion label={`By ${rowPart} and ${columnPart}`} className="overflow-x-auto">
        <table className="w-full text-left">
          <thead>
            <tr className="border-t text-small text-soft">
              <td className="px-4 py-1.5" />
              {roles.map((role) => (
                <th key={role} scope="col" className="px-4 py-1.5 font-normal whitespace-nowrap">
                  <Link
                    href={to(`${columnPart}:${formatValue(role)}`)}
                    prefetch={false}
                    className="underline-offset-2 hover:underline pointer-coarse:inline-flex pointer-coarse:min-h-[44px] pointer-coarse:items-center"
                  >
                    {role}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {envs.map((env) => (
              <tr key={env} className="border-t">
                <th scope="row" className="px-4 py-1 font-normal whitespace-nowrap text-soft">
                  <Link
                    href={to(`${rowPart}:${formatValue(env)}`)}
                    prefetch={false}
                    className="underline-offset-2 hover:underline pointer-coarse:inline-flex pointer-coarse:min-h-[44px] pointer-coarse:items-center"
                  >
                    {env}
                  </Link>
                </th>
                {roles.map((role) => (
                  <td key={role} className="border-l p-0">
                    <Cell
                      stopped={stopped}
                      cell={at.get(`${env}\n${role}`)}
                      href={to(`${rowPart}:${formatValue(env)} ${columnPart}:${formatValue(role)}`)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {other > 0 && (
        <p className="border-t px-4 py-2 text-small text-soft">
          <Link
            href={to('shape:other')}
            prefetch={false}
            className="underline underline-offset-2 pointer-coarse:py-2.5"
          >
            {number(other)} more
          </Link>{' '}
          with ids that do not fit the pattern.
        </p>
      )}
    </Card>
  )
}

/** As the server counts: env and role where the pattern has them, else its first two parts. */
function gridParts(parts: string[]): [string, string] {
  if (parts.includes('env') && parts.includes('role')) return ['env', 'role']
  return [parts[0] ?? 'env', parts[1] ?? parts[0] ?? 'role']
}

function Cell({ cell, href, stopped }: { cell: GridCell | undefined; href: string; stopped: boolean }) {
  if (!cell || cell.total === 0) return <span className="block px-4 py-2 text-faint">–</span>
  const { env, role, running, active, revoked, total } = cell
  const [count, of] = stopped ? [active, total] : [running, active]
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={`${env} ${role}: ${number(count)} ${stopped ? 'active of' : 'running of'} ${number(of)}${stopped ? '' : ' active'}, ${number(revoked)} revoked`}
      className="touch flex items-baseline gap-1.5 px-4 py-2 whitespace-nowrap hover:bg-hover"
    >
      <b className="font-semibold">{number(count)}</b>
      <span className="text-faint">/ {number(of)}</span>
      {!stopped && running < active && <span className="text-small text-wait">{number(active - running)} silent</span>}
      {revoked > 0 && <span className="text-small text-off">{number(revoked)} revoked</span>}
    </Link>
  )
}
