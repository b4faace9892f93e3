import { defineRoutes } from 'vanillin'
import { php } from 'vanillin/php'
import HelloController from '#controllers/hello'
import { legacy } from './config/php.ts'

export default defineRoutes((route) => {
  // What is ported, a line each. This one is there to be replaced by the first.
  route.get('/hello', [HelloController, 'index']).as('hello')

  // What is not ported yet.
  route.fallback(php(legacy))
})
