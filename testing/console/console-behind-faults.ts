import { type FaultServer, startFaultServer } from '../faults/fault-server'
import type { Fault } from '../faults/faults'
import { forward } from '../faults/proxy-faults'
import { type TestConsole, type TestConsoleOptions, testConsole } from './test-console'

/** `pass` hands a request on to the real authority; it is what `faults` does until a test says otherwise. */
export type ConsoleBehindFaults = { running: TestConsole; faults: FaultServer; pass: Fault; close: () => Promise<void> }

/** A console whose authority is a real one, with a fault server in between that at first lets everything pass. */
export async function consoleBehindFaults(
  devices: readonly string[],
  options: TestConsoleOptions = {},
): Promise<ConsoleBehindFaults> {
  const faults = await startFaultServer()
  let pass: Fault | undefined
  const running = await testConsole({
    ...options,
    devices,
    baseUrl(authority) {
      pass = forward(authority.url)
      faults.always(pass)
      return faults.url
    },
  })
  return {
    running,
    faults,
    pass: pass as Fault,
    async close() {
      await running.close()
      await faults.close()
    },
  }
}
