/** The same as the files, as a text for a coding agent. The key is named by its variable alone. */
import { BOUNDARY_WORDS, type Boundary, GUARD_SECONDS } from './boundaries'
import { type Framework, KEY_NAME, LANGUAGE_NAMES } from './frameworks'
import { ENV_FILE, endOf, type HandedFile } from './hand-out'

export type PromptInput = {
  framework: Framework
  id: string
  boundaries: readonly Boundary[]
  files: readonly HandedFile[]
  unguarded: readonly string[]
}

/** For an agent that exists already: where it works is not known, so the plan comes first. */
export function existingAgentPrompt(input: PromptInput): string {
  return lines(
    `I have an agent in ${languageOf(input.framework)} (${input.framework.name}). It must stop within one unit of work when MachineID denies its device.`,
    '',
    constraintsOf(input),
    '',
    'Please give me, in this order:',
    '1. The exact files and places to change. Name each place where this project begins a run, calls a model, calls a tool or does something that cannot be taken back.',
    '2. The change of each place, as code that I can paste.',
    `3. Where the variables go: ${ENV_FILE} below, and ${KEY_NAME} from where this project keeps its secrets. Never write the key into a file, a log or a command line.`,
    '4. Each path of this project that the guard does not reach (see the list), with a check at its beginning.',
    `5. A test plan: revoke the device while the agent works, and what happens then; the same with the whole org disabled; the same with an authority that does not answer. ${endOf(input.framework.language)}`,
    '',
    attached(input.files),
  )
}

/** For a new agent: the starter is the beginning. */
export function newAgentPrompt(input: PromptInput): string {
  const starter = input.files.find(({ kind }) => kind === 'starter')
  return lines(
    `I begin a new agent in ${languageOf(input.framework)} (${input.framework.name}) from the files below. It must stop within one unit of work when MachineID denies its device.`,
    '',
    constraintsOf(input),
    '',
    'Please give me:',
    '1. The exact commands that install and start it as it is.',
    `2. The changes of ${starter?.name} that make it do this: [DESCRIBE THE WORK HERE]. Keep each line that ends with “boundary: …”, and give each new model call, tool call and side effect the same check.`,
    `3. A test plan: revoke the device while the agent works and restore it, then disable and enable the whole org. ${endOf(input.framework.language)}`,
    '',
    attached(input.files),
  )
}

const languageOf = ({ language }: Framework) => LANGUAGE_NAMES[language]

function constraintsOf({ id, boundaries, files, unguarded }: PromptInput): string {
  const copies = files.filter(({ kind }) => kind === 'copy').map(({ name }) => name)
  return lines(
    'Constraints:',
    `- Put ${copies.join(' and ')} beside the code, unchanged. Write no client of your own, and use no other check.`,
    `- The device id is \`${id}\`, from MACHINEID_DEVICE_ID. Each further process, replica, scheduled job or consumer gets an id of its own.`,
    `- The key is in the environment as ${KEY_NAME}. You do not need it, and I do not give it to you.`,
    `- Fail closed: a denial, a timeout (${GUARD_SECONDS} s), an error and an unclear answer all mean that the work does not begin. No answer is kept for later, nothing goes on “for now”, no flag switches the check off, and no \`except\` or \`catch\` goes around it.`,
    '- It asks at these boundaries:',
    ...boundaries.map((boundary) => `  - ${BOUNDARY_WORDS[boundary].name}. ${BOUNDARY_WORDS[boundary].before}`),
    '- No hook reaches these paths, so each needs a check in the code itself:',
    ...unguarded.map((path) => `  - ${path}`),
  )
}

const FENCE = '~~~~'

const attached = (files: readonly HandedFile[]): string =>
  lines('The files:', ...files.flatMap(({ name, text }) => ['', `${name}`, FENCE, text.replace(/\n$/, ''), FENCE]), '')

const lines = (...all: string[]): string => all.join('\n')
