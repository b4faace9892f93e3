import { defineRoutes } from 'vanillin'
import ErrorsController from '#controllers/errors'
import PostsController from '#controllers/posts'
import StatusController from '#controllers/status'

// `npx vanillin routes` lists what this makes.
export default defineRoutes((route) => {
  route.get('/', [StatusController, 'index']).as('status')

  route.group({ prefix: '/api' }, (route) => {
    route.resource('posts', PostsController)
  })

  route.error([ErrorsController, 'show'])
})
