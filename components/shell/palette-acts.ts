/** Acts by name in the palette: a verb, then a selector. Each leads to its review; nothing is done from here directly. */
import { may } from '@/components/org/use-org'
import { isolated } from '@/lib/domain/ids/isolated'
import { trimSelector } from '@/lib/domain/selector/edit'
import { parseSelector } from '@/lib/domain/selector/parse'
import type { OrgState } from '@/lib/domain/wire/org-state'

const ACTS = {
  revoke: { permission: 'stop', offer: 'Revoke devices…', named: 'Revoke what matches' },
  restore: { permission: 'resume', offer: 'Restore devices…', named: 'Restore what matches' },
  fence: { permission: 'stop', offer: 'Place a fence…', named: 'Place a fence around' },
} as const

export type PaletteAct = keyof typeof ACTS
const VERBS = Object.keys(ACTS) as PaletteAct[]

/** `fill`: choosing it writes this into the box, and typing goes on. */
export type ActCommand = { act: PaletteAct; name: string } & ({ fill: string } | NamedAct)

/** `selector`: what it is of; empty where that cannot be read. */
export type NamedAct = { act: PaletteAct; name: string; href: string; selector: string }

/** The acts that the person may do, to be completed with a selector. */
export const actOffers = (state: OrgState | undefined): ActCommand[] =>
  VERBS.filter((verb) => may(state, ACTS[verb].permission)).map((verb) => ({
    act: verb,
    name: ACTS[verb].offer,
    fill: `${verb} `,
  }))

/**
 * The act that a text such as `revoke env:prod role:tool-*` names, or null. A selector that cannot be read leads to the device
 * list, which points at its fault.
 */
export function namedAct(text: string, org: string, state: OrgState | undefined): NamedAct | null {
  const [, word = '', rest = ''] = /^\s*(\p{L}+)\s+(.*)$/su.exec(text) ?? []
  const verb = VERBS.find((known) => known === word.toLowerCase())
  const selector = trimSelector(rest)
  if (!verb || selector === '' || !may(state, ACTS[verb].permission)) return null
  // The name of the offer itself, typed out.
  if (ACTS[verb].offer.toLowerCase().startsWith(text.trim().toLowerCase())) return null
  const address = `/${org}/devices?q=${encodeURIComponent(selector)}`
  if (!parseSelector(selector, { parts: state?.org.parts ?? [] }).ok)
    return {
      act: verb,
      name: `“${isolated(selector)}” cannot be read as a selector: show why`,
      href: address,
      selector: '',
    }
  return { act: verb, name: `${ACTS[verb].named} “${isolated(selector)}”…`, href: `${address}&act=${verb}`, selector }
}
