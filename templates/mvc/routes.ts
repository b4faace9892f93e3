import { defineRoutes } from 'vanillin'
import CommentsController from '#controllers/comments'
import ErrorsController from '#controllers/errors'
import HomeController from '#controllers/home'
import PostsController from '#controllers/posts'
import { limitWrites } from '#middleware/limit-writes'
import { noStore } from '#middleware/no-store'

// `npx vanillin routes` lists what this makes.
export default defineRoutes((route) => {
  route.get('/', [HomeController, 'index']).as('home')

  route.resource('posts', PostsController, { only: ['create', 'edit'] })
  route.group({ middleware: [noStore] }, (route) => {
    route.resource('posts', PostsController, { only: ['index', 'show'] })
  })
  route.get('/posts/:id/image', [PostsController, 'image']).as('posts.image')

  route.group({ middleware: [limitWrites] }, (route) => {
    route.resource('posts', PostsController, { only: ['store', 'update', 'destroy'] })
    route.post('/posts/:post/comments', [CommentsController, 'store']).as('comments.store')
    route.delete('/comments/:id', [CommentsController, 'destroy']).as('comments.destroy')
    route.post('/comments/:id/restore', [CommentsController, 'restore']).as('comments.restore')
  })

  route.error([ErrorsController, 'show'])
})
