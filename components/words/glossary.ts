/**
 * The words of the product, each defined once: pages show these sentences, and `docs/glossary.md` has the same rows (a test
 * compares them). Between backticks: text as a person types it.
 */
export const GLOSSARY = [
  ['authority', 'MachineID, or a program that speaks its API: it decides whether an agent may work'],
  ['device', 'one agent process with an id, `crewai:prod:tool-runner:05`'],
  ['validate', 'the question that an agent asks before each unit of work; the answer is allowed or denied'],
  ['org', 'the devices under one org key'],
  [
    'agent key, org key',
    'agents register and validate with the agent key; the org key stops and starts them, and never leaves the console’s server',
  ],
  ['device key', 'a key of one device, which validates that device alone; in place of the agent key'],
  ['enrolment key', 'registers devices, which gives each its device key, and opens nothing else'],
  [
    'admin key',
    'makes orgs at the embedded authority and opens nothing else; the console’s server has it, agents never do',
  ],
  [
    'admin of the deployment',
    'adds orgs and looks after every account; sees no fleet by that, because roles are per org',
  ],
  ['invitation', 'a link that makes one person a member of one org, once, within 72 hours'],
  [
    'allowed to work',
    'if the device validates now, the authority allows it: it is not revoked, and its org is not disabled',
  ],
  ['active', 'the device is not revoked; if its org is disabled, it is denied all the same'],
  [
    'running',
    'the device is allowed to work, and validated within three times the p95 of its usual interval (24 h where that is unknown); one that did not is silent',
  ],
  ['revoke, restore', 'deny one device, and allow it again'],
  ['disable, enable', 'deny every device of an org, and allow them again'],
  ['stop', 'a revoke or a disable: what makes agents stop'],
  ['resume', 'what lets them work again: a restore, an enable, an undo'],
  ['stop request', 'a person’s press of the stop, kept until the store has it'],
  ['accepted', 'the authority acknowledged the stop'],
  ['confirmed', 'the device asked after the stop and was denied: it is known to have stopped'],
  ['proven', 'of a confirmation: the device was denied under its own device key, so no other can have caused it'],
  ['reported', 'of a confirmation: an agent key that is shared was denied, so another agent may have asked'],
  ['waiting', 'the device has not asked since the stop'],
  ['asked', 'the device has asked since the stop, and this authority does not show what it answered'],
  ['contradicted', 'the device was allowed after the stop: an alarm'],
  [
    'queued, unknown',
    'queued: the authority did not take the stop yet; unknown: it gave no clear answer, so it may have taken it',
  ],
  [
    'hold',
    'the reason why a device must stay stopped, and who placed it; a device is restored only when its last hold is released',
  ],
  ['fence', 'a revoke that stays in force: it keeps revoking devices that match its selector'],
  ['fall-back stop', 'for an authority that cannot disable an org: a revoke of every device, with a hold on each'],
  [
    'rehearsal',
    'a revoke of one device, or a disable of a throwaway org, made to see agents stop, and taken back afterwards',
  ],
  ['throwaway org', 'an org made for rehearsals: only there is the stop of a whole org rehearsed'],
  ['operation', 'an act on devices or on an org, with one outcome per device'],
  ['item', 'one device of an operation, with its outcome'],
  ['outcome', 'what became of an item: done, refused, failed, unknown, skipped'],
  ['selection', 'devices frozen under review, so that what is confirmed is what was seen'],
  ['selector', 'the text that says which devices are meant: `env:prod role:runner`'],
  [
    'note',
    'what people wrote down about the devices that a selector picks: who owns them, what they are for, what halts when they stop',
  ],
  ['staged restore', 'a restore in steps: each waits until the devices of the step before work again'],
  ['step', 'one stage of a staged restore'],
  ['snapshot', 'the last complete reading of an org’s devices'],
  [
    'twin, look-alike',
    'a twin is an id that an authority may take for another one; a look-alike is an id that a person may take for another one',
  ],
  [
    'record, audit log',
    'the log of every act: record is its name on screen, audit log in the code; each event carries the hash of the one before',
  ],
  ['anchor', 'a signed head of the audit log kept outside the database, which proves that nothing was cut off'],
  ['emergency journal', 'the file that keeps stop requests while the store cannot be written'],
  ['cap', 'how many devices the plan of an org allows'],
  ['usual interval', 'how often a device asks, as far as is known'],
  ['guard', 'code in an agent that asks before it works, and takes all but a clear yes for a denial'],
  ['boundary', 'a place in an agent where its guard asks: startup, kickoff, a model call, a tool call, a side effect'],
] as const satisfies readonly (readonly [word: string, meaning: string])[]

export type GlossaryWord = (typeof GLOSSARY)[number][0]

const MEANINGS = new Map<GlossaryWord, string>(GLOSSARY)

/** What a word means, without a full stop. */
export const meaningOf = (word: GlossaryWord): string => MEANINGS.get(word) as string
