import { route } from '@/lib/server/route'
import { revokeAgentKey } from '@/lib/services/connect/agent-keys'

export const POST = route(revokeAgentKey)
