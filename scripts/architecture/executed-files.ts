/** Which files of the product run during an act, by the coverage that V8 counts in this process. */
import { Session } from 'node:inspector/promises'
import { productFileIn } from './product-file'

/** Files with a function that `act` calls, sorted; what a file does when it is loaded does not count. */
export async function executedFiles(act: () => Promise<unknown>): Promise<string[]> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    await act()
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const executed = result.filter(({ functions }) =>
      functions.some(({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0),
    )
    return executed.flatMap(({ url }) => productFileIn(url) ?? []).sort()
  } finally {
    session.disconnect()
  }
}
