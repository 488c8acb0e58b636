/** The twin that acknowledges before it commits, as a program that can be killed. */
import { readConfig } from '@/lib/authority/config'
import { startAuthority } from '@/lib/authority/start-authority'
import { startBrokenTwin } from './mutants'

const authority = await startAuthority(readConfig(process.env))
const twin = await startBrokenTwin(authority.url, 'ack before commit')
console.log(`ready ${twin.url}`)
