import { route } from '@/lib/server/route'
import { findDecisions } from '@/lib/services/connect/find-decisions'

export const GET = route(findDecisions)
