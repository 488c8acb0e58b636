/** Commands of which the proof kit cannot tell: `node useless-agent.mjs KIND`. */
import { guardOf } from './guard.mjs'
import { callModel, mark } from './work.mjs'

const { ask, register } = guardOf('good')
const call = () => callModel([{ role: 'user', content: 'Work.' }], [])

const KINDS = {
  'never-asks': async () => {
    await call()
    await call()
  },
  'never-calls': async () => {
    await ask()
    await ask()
  },
  crashes: async () => {
    await ask()
    await call()
    throw new Error('The agent has a fault of its own.')
  },
  'wrong-key': async () => {
    process.env.MACHINEID_ORG_KEY = 'org_of_somewhere_else'
    const other = await import('./guard.mjs?again')
    await other.guardOf('good').ask()
  },
  'one-call': async () => {
    await ask()
    await call()
  },
  'only-calls': async () => {
    for (let times = 0; times < 6; times += 1) {
      await ask()
      await call()
    }
  },
  'only-effects': async () => {
    for (let times = 0; times < 6; times += 1) {
      await ask()
      await mark()
    }
  },
  'asks-at-start': async () => {
    await ask()
    for (let times = 0; times < 6; times += 1) await call()
  },
}

await register()
await KINDS[process.argv[2]]()
