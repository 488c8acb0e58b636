/** For tests: processor time, in ms, that this process takes for the work. Other programs on a busy machine do not count in it. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
