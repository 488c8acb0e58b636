import { route } from '@/lib/server/route'
import { addAgentKey, listAgentKeys } from '@/lib/services/connect/agent-keys'

export const GET = route(listAgentKeys)
export const POST = route(addAgentKey)
