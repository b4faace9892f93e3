import { defineRoutes } from 'vanillin'
import ErrorsController from '#controllers/errors'
import HomeController from '#controllers/home'

// `npx vanillin routes` lists what this makes.
export default defineRoutes((route) => {
  route.get('/', [HomeController, 'index']).as('home')

  route.error([ErrorsController, 'show'])
})
