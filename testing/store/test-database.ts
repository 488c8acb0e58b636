import { type PostgresLocation, readPostgresLocation } from '@/lib/store/postgres/postgres-location'

/** The database that those of the tests are copies of. */
export const TEMPLATE = 'template_of_the_console'

/** The engine that this run of the tests is for. */
export const ENGINE = process.env.TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite'

type Server = { port: number; password: string }

/** Names the server to the processes that run tests. */
export function nameServerOfTests(server: Server): void {
  process.env.TEST_POSTGRES = JSON.stringify(server)
}

export const serverOfTests = (): Server => JSON.parse(process.env.TEST_POSTGRES ?? '')

/** A database of the server of the tests. */
export function testDatabase(port: number, password: string, name: string): PostgresLocation {
  const read = readPostgresLocation(`postgresql://console:${password}@127.0.0.1:${port}/${name}`)
  if ('fault' in read) throw new Error(read.fault)
  return read
}
