import { route } from '@/lib/server/route'
import { getConnectFiles } from '@/lib/services/connect-files/get-files'

export const GET = route(getConnectFiles)
