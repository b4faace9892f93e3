import { defineRoutes } from 'vanillin'
import ErrorsController from '#controllers/errors'
import StatusController from '#controllers/status'

// `npx vanillin routes` lists what this makes.
export default defineRoutes((route) => {
  route.get('/', [StatusController, 'index']).as('status')

  route.error([ErrorsController, 'show'])
})
