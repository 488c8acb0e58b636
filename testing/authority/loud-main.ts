/** The twin that prints the configuration that it was started with, as a program whose output can be looked at. */
import { readConfig } from '@/lib/authority/config'
import { startAuthority } from '@/lib/authority/start-authority'

const config = readConfig(process.env)
const authority = await startAuthority(config)
console.log(JSON.stringify(config))
console.log(`ready ${authority.url}`)
process.on('SIGTERM', () => void authority.close().then(() => process.exit(0)))
