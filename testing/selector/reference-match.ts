/**
 * The grammar's meaning written down a second time, as plainly as possible and as slowly: what the tests hold the
 * compiled matcher and the fleet index against. Never used by the product.
 */
import type { Device } from '@/lib/domain/device'
import { foldCase } from '@/lib/domain/ids/fold-case'
import { type GlobNode, globChars, parseGlob } from '@/lib/domain/selector/glob-text'
import type { MatchEnv } from '@/lib/domain/selector/match'
import type { Term, TimeTest } from '@/lib/domain/selector/term'

type Rest = (text: string) => boolean

function matchNodes(nodes: readonly GlobNode[], text: string, rest: Rest): boolean {
  const [node, ...more] = nodes
  if (!node) return rest(text)
  const [first = ''] = text
  const follow = (after: string) => matchNodes(more, after, rest)
  switch (node.type) {
    case 'char':
      return first === node.text && follow(text.slice(first.length))
    case 'any':
      return first !== '' && first !== ':' && follow(text.slice(first.length))
    case 'choice':
      return node.options.some((option) => matchNodes(option, text, follow))
    case 'star':
    case 'globstar': {
      if (follow(text)) return true
      const stuck = first === '' || (node.type === 'star' && first === ':')
      return !stuck && matchNodes(nodes, text.slice(first.length), rest)
    }
  }
}

/** Tries everything; exponential on purpose. */
function referenceGlob(glob: string, text: string): boolean {
  return matchNodes(parseGlob(globChars(glob)), foldCase(text), (rest) => rest === '')
}

const timeMatches = (time: TimeTest, at: number | null | undefined, nowMs: number) => {
  if (at === undefined) return false
  if (time.test === 'never') return at === null
  if (at === null) return false
  return time.test === 'older' ? nowMs - at > time.ms : nowMs - at < time.ms
}

function termMatches(term: Term, device: Device, env: MatchEnv): boolean {
  const id = device.deviceId
  const segments = id.split(':')
  const fits = segments.length === env.parts.length && segments.every((segment) => segment !== '')
  switch (term.kind) {
    case 'word':
      return foldCase(id).includes(foldCase(term.text))
    case 'segment':
      return segments.some((segment) => referenceGlob(term.glob, segment))
    case 'whole':
      return referenceGlob(term.glob, id)
    case 'id':
      return term.ids.includes(id)
    case 'part': {
      const value = segments[env.parts.indexOf(term.name)]
      return fits && value !== undefined && term.globs.some((glob) => referenceGlob(glob, value))
    }
    case 'shape':
      return term.values.some((value) => (value === 'other' ? !fits : env.hasLookalike(id)))
    case 'status':
      return term.values.includes(device.status)
    case 'seen':
      return term.values.some((time) => timeMatches(time, device.lastValidatedAt, env.nowMs))
    case 'created':
      return term.values.some((time) => timeMatches(time, device.createdAt, env.nowMs))
    case 'decision':
      return !!device.lastDecision && term.values.includes(device.lastDecision.allowed ? 'allowed' : 'denied')
    case 'code':
      return !!device.lastDecision && term.globs.some((glob) => referenceGlob(glob, device.lastDecision?.code ?? ''))
    case 'op':
      return term.ids.some((op) => env.operationDevices(op)?.has(id))
    case 'stop':
      return term.values.some((state) => state === env.stopState(id))
  }
}

export function referenceMatch(terms: readonly Term[], device: Device, env: MatchEnv): boolean {
  return terms.every((term) => termMatches(term, device, env) !== term.negated)
}
