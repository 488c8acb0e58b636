/** `npm run authority`: the embedded authority as a process of its own. Exit code 1: it refused to start. */
import { readConfig } from './config'
import { StartRefusal } from './disk/start-refusal'
import { type RunningAuthority, startAuthority } from './start-authority'

function printFirstKeys({ firstKeys }: RunningAuthority, given: { orgKey?: string; agentKey?: string }): void {
  if (!firstKeys || (given.orgKey && given.agentKey)) return
  console.log(
    'This authority is new. Its keys are shown this once; the org key is for the console, the agent key for agents.',
  )
  if (!given.orgKey) console.log(`AUTHORITY_ORG_KEY=${firstKeys.orgKey}`)
  if (!given.agentKey) console.log(`AUTHORITY_AGENT_KEY=${firstKeys.agentKey}`)
}

async function main(): Promise<void> {
  process.umask(0o077)
  const config = readConfig(process.env)
  let faultSaidAt = 0
  const onFault = (error: unknown) => {
    // One line a second is enough to know; metrics count them all.
    if (Date.now() - faultSaidAt < 1000) return
    faultSaidAt = Date.now()
    const { message, cause } = error as Error
    console.error(`fault: ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`)
  }
  const authority = await startAuthority({ ...config, onFault })
  printFirstKeys(authority, config)
  console.log(`ready ${authority.url}`)
  const stop = () => {
    authority.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`The authority did not end cleanly: ${(error as Error).message}`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof StartRefusal ? error.message : error)
  process.exit(1)
})
