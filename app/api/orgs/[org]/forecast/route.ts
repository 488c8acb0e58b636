import { route } from '@/lib/server/route'
import { getForecast } from '@/lib/services/stops/get-forecast'

export const GET = route(getForecast)
