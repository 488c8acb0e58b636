/** Starts the console with the server, not with the first request: readers, sampler and open stops go on at once. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { getConsole } = await import('@/lib/server/composition')
  const { endFailedStart } = await import('@/lib/server/end-failed-start')
  await getConsole().catch(endFailedStart)
}
