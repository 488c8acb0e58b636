import { answerAuth } from '@/lib/server/sign-in/auth-actions'

export { answerAuth as GET, answerAuth as POST }
