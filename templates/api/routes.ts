import { defineRoutes } from 'vanillin'
import PostsController from '#controllers/posts'
import StatusController from '#controllers/status'

// `npx vanillin routes` lists what this makes.
export default defineRoutes((route) => {
  route.get('/', [StatusController, 'index']).as('status')

  route.group({ prefix: '/api' }, (route) => {
    route.resource('posts', PostsController)
  })
})
