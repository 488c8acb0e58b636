/** What is handed out is what lies in `guards`, byte for byte, but for the id and the lines that were not chosen. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { existingAgentPrompt, newAgentPrompt } from '@/lib/domain/connect/agent-prompt'
import { BOUNDARIES } from '@/lib/domain/connect/boundaries'
import { withCompanions } from '@/lib/domain/connect/companions'
import { FRAMEWORKS, type Framework, KEY_NAME } from '@/lib/domain/connect/frameworks'
import { commandsOf, handOut, sourcesOf } from '@/lib/domain/connect/hand-out'
import { boundariesIn } from '@/lib/domain/connect/starter'
import { unguardedPaths } from '@/lib/domain/connect/unguarded-paths'
import { viewFrameworks } from './get-connect'
import { readGuards } from './read-guards'

const sources = await readGuards()
const wanted = { id: 'team:prod:runner:01', baseUrl: 'http://127.0.0.1:4040', boundaries: BOUNDARIES }
const fileOf = (path: string) => readFileSync(`guards/${path}`)

describe.each(FRAMEWORKS.map((framework): [string, Framework] => [framework.id, framework]))('%s', (_, framework) => {
  const [guard, adapter, starter] = sourcesOf(framework)
  const files = handOut(framework, sources, wanted)

  it('copies the guard and the adapter byte for byte', () => {
    const copies = files.filter(({ kind }) => kind === 'copy')
    expect(copies.length).toBeGreaterThan(0)
    for (const { name, text } of copies) {
      const path = [guard, adapter].find((known) => known.endsWith(`/${name}`))
      expect(Buffer.from(text).equals(fileOf(path as string)), name).toBe(true)
    }
  })

  it('the starter is the one of guards, with another id', () => {
    const back = files[0]?.text.replace(wanted.id, 'example:dev:runner:01')
    expect(Buffer.from(back ?? '').equals(fileOf(`${starter}`))).toBe(true)
  })

  it('has every boundary, and each line of one is left out with it', () => {
    const own = boundariesIn(sources.get(starter) ?? '')
    expect(own.map(({ boundary }) => boundary)).toEqual(BOUNDARIES)
    const alone = handOut(framework, sources, { ...wanted, boundaries: ['effect'] })
    expect(alone[0]?.text).not.toMatch(/boundary: (startup|kickoff|model|tool)/)
    expect(alone[0]?.text).toMatch(/boundary: effect/)
    // An adapter without a line that uses it is not handed out, except where it is the client of the guard.
    expect(alone.some(({ name }) => name === framework.adapter && adapter !== guard)).toBe(
      framework.id === 'sdk-python',
    )
  })

  it('lists paths that no hook reaches, from the head of the adapter', () => {
    const paths = unguardedPaths(sources.get(adapter) ?? '')
    expect(paths.length).toBeGreaterThan(0)
    for (const path of paths) expect(path).toMatch(/^[\w`].{9,}[^;.\s]$/)
    expect(viewFrameworks(sources).find(({ id }) => id === framework.id)?.unguarded).toEqual(paths)
  })

  it('two prompts carry the files, the id and the name of the key, and no placeholder but the work', () => {
    const prompt = { framework, ...wanted, files, unguarded: unguardedPaths(sources.get(adapter) ?? '') }
    for (const text of [existingAgentPrompt(prompt), newAgentPrompt(prompt)]) {
      for (const file of files) expect(text).toContain(file.text.trimEnd())
      expect(text).toContain(wanted.id)
      expect(text).toContain(KEY_NAME)
      expect(text.split('The files:')[0]?.match(/\[[A-Z ]+\]/g) ?? []).toEqual(
        text.includes('[DESCRIBE') ? ['[DESCRIBE THE WORK HERE]'] : [],
      )
    }
  })

  it('no text holds a key, and each command line has its variable alone', () => {
    const all = JSON.stringify([files, commandsOf(framework)])
    expect(all).not.toMatch(/org_(agent_)?[a-z0-9]{8,}|sk-/i)
    expect(JSON.stringify(commandsOf(framework))).toContain(`read -rs ${KEY_NAME}`)
  })
})

it('boundaries of one line come with each other', () => {
  const crewai = boundariesIn(sources.get('starters/crewai.py') ?? '')
  expect(withCompanions(crewai, ['tool'])).toEqual(['kickoff', 'model', 'tool'])
  expect(withCompanions(crewai, ['effect'])).toEqual(['effect'])
  expect(withCompanions(boundariesIn(sources.get('starters/ai-sdk.mjs') ?? ''), ['tool'])).toEqual(['tool'])
})

it('an adapter whose list is missing is not handed out', () => {
  expect(() => unguardedPaths('"""An adapter."""\n')).toThrow('lists no paths')
})

/** `crewai==1.15.30` and `ai@6.0.325`, as the tests of the guards install them. */
it('the packages are those that the tests run', () => {
  const python = readFileSync('guards/python/requirements.in', 'utf8').split('\n')
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const node = Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => `${name}@${version}`)
  const wrong = FRAMEWORKS.flatMap(({ packages }) => packages).filter(
    (one) => !python.includes(one) && !node.includes(one),
  )
  // Its hooks are called directly: with the package comes a CLI, which is a download of its own.
  expect(wrong).toEqual(['@anthropic-ai/claude-agent-sdk@0.3.332'])
  expect(FRAMEWORKS.filter(({ notRun }) => notRun).map(({ id }) => id)).toEqual(['temporal', 'claude-agent-node'])
})
