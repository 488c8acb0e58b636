/** `crash-child.mjs PLAN`: one life of a console that is killed; see `crash-world`. */
import { live } from '@/testing/crash/crash-process'

await live(JSON.parse(process.argv[2] as string))
