import type { ShapeValue } from 'vanillin/php'
import type { shape } from '#config/session'

declare global {
  namespace Vanillin {
    interface SessionData extends ShapeValue<typeof shape> {}
  }
}
