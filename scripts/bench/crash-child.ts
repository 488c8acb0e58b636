/** `crash-child.mjs PLAN`: one life of a console that is killed; see `crash-world`. */
import { live } from '@/lib/services/testing/crash-world/life'

await live(JSON.parse(process.argv[2] as string))
