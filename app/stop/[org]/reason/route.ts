import { stopReasonPost } from '@/lib/server/stop/post-org-stop'

export const POST = stopReasonPost
