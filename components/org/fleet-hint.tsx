import { Command } from '@/components/ui/command'

/**
 * How to start pretend agents at the embedded authority. The command has no key: the one that it finds beside the console is of the
 * org that the authority began with, and in another org a person would look for these agents in vain.
 */
export function FleetHint({ baseUrl }: { baseUrl: string }) {
  return (
    <>
      No agent at hand? <Command line={`npm run fleet -- --count 25 --base-url ${baseUrl}`} /> starts a fleet of 25 in
      the first org. For another one, set <span className="mono">MACHINEID_ORG_KEY</span> to its agent key before.
    </>
  )
}
