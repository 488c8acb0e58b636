/** The files, commands and prompts of one agent. They hold no key: a key is shown where it is made, once. */
import { z } from 'zod'
import { existingAgentPrompt, newAgentPrompt } from '@/lib/domain/connect/agent-prompt'
import { readBoundaries } from '@/lib/domain/connect/boundaries'
import { withCompanions } from '@/lib/domain/connect/companions'
import { frameworkOf } from '@/lib/domain/connect/frameworks'
import { commandsOf, type HandedFile, handOut, sourcesOf, textOf } from '@/lib/domain/connect/hand-out'
import { idFault } from '@/lib/domain/connect/id-parts'
import { boundariesIn } from '@/lib/domain/connect/starter'
import { unguardedPaths } from '@/lib/domain/connect/unguarded-paths'
import { InvalidInput } from '@/lib/domain/errors'
import type { ConnectFiles } from '@/lib/domain/wire/connect'
import type { OrgContext } from '../context'
import type { Download } from '../downloads/download'
import { service } from '../service'
import { readGuards } from './read-guards'
import { safeName } from './safe-name'
import { zipFiles } from './zip-files'

const Chosen = z.strictObject({
  framework: z.string().max(64),
  id: z.string().max(256),
  boundaries: z.string().max(128),
})

export const getConnectFiles = service({ permission: 'connect', input: Chosen, run: filesOf })

/** The files of the same choice, as one file to unpack. */
export const getConnectZip = service({
  permission: 'connect',
  input: Chosen,
  async run(context, input): Promise<Download> {
    const { files } = await filesOf(context, input)
    const folder = safeName('agent', input.id)
    const zip = new Blob([zipFiles(files, folder, context.deps.clock.now())])
    return { filename: `${folder}.zip`, contentType: 'application/zip', body: zip.stream() }
  },
})

async function filesOf({ org }: OrgContext, input: z.output<typeof Chosen>): Promise<ConnectFiles> {
  const framework = frameworkOf(input.framework)
  if (!framework) throw new InvalidInput('framework: there is none of this name')
  const fault = idFault(input.id, org.parts)
  if (fault) throw new InvalidInput(`id: ${fault}`)
  const sources = await readGuards()
  const [, adapter, starter] = sourcesOf(framework)
  const chosen = withCompanions(boundariesIn(textOf(sources, starter)), readBoundaries(input.boundaries))
  if (chosen.length === 0) throw new InvalidInput('boundaries: choose one, else the agent never asks')
  const wanted = { id: input.id, baseUrl: org.authority.url, boundaries: chosen }
  const files = refusing(() => handOut(framework, sources, wanted))
  const unguarded = unguardedPaths(textOf(sources, adapter))
  const prompt = { framework, id: input.id, boundaries: chosen, files, unguarded }
  return {
    files,
    steps: commandsOf(framework),
    prompts: { existing: existingAgentPrompt(prompt), fresh: newAgentPrompt(prompt) },
  }
}

/** An id that no program can carry is refused, with the reason; everything else that goes wrong is a fault of ours. */
function refusing(make: () => HandedFile[]): HandedFile[] {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidInput(error.message)
    throw error
  }
}
