/** The twin that acknowledges before it commits, as a program that can be killed. */
import { readConfig } from '../config'
import { startAuthority } from '../start-authority'
import { startBrokenTwin } from './broken-twin'

const authority = await startAuthority(readConfig(process.env))
const twin = await startBrokenTwin(authority.url, 'ack before commit')
console.log(`ready ${twin.url}`)
