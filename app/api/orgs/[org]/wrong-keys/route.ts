import { route } from '@/lib/server/route'
import { getWrongKeys } from '@/lib/services/connect/agent-keys'

export const GET = route(getWrongKeys)
