import { route } from '@/lib/server/route'
import { getConnectZip } from '@/lib/services/connect-files/get-files'

export const GET = route(getConnectZip, { download: true })
