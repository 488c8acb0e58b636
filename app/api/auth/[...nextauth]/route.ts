import { answerAuth } from '@/lib/server/auth-actions'

export { answerAuth as GET, answerAuth as POST }
