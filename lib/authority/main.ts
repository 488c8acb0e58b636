/**
 * `npm run authority`: the embedded authority as a process of its own, or with arguments a command about its orgs. Exit code 1: it
 * refused to start, or the command was not carried out.
 */
import { CommandFault } from './command-fault'
import { readConfig } from './config'
import { StartRefusal } from './disk/start-refusal'
import { faultLine, processFaultLog } from './fault-log'
import { runOrgCommand } from './org-command'
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
  const args = process.argv.slice(2)
  if (args.length > 0) {
    console.log(await runOrgCommand(args, config))
    return
  }
  const { fault: onFault } = processFaultLog()
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
  console.error(error instanceof StartRefusal || error instanceof CommandFault ? error.message : faultLine(error))
  process.exit(1)
})
