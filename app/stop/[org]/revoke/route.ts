import { postStopSelection } from '@/lib/server/stop/revoke-selection'

export const POST = postStopSelection
