import { defineRoutes, minutes } from 'vanillin'
import { limitRequests, pageCache } from 'vanillin/cache'
import FortunesController from '#controllers/fortunes'
import GreetingController from '#controllers/greeting'
import LoginController from '#controllers/login'
import MessagesController from '#controllers/messages'
import PostsController from '#controllers/posts'
import UploadController from '#controllers/upload'
import UsersController from '#controllers/users'
import WorldsController from '#controllers/worlds'
import { refusePrefetch } from '#middleware/refuse-prefetch'
import { servedBy } from '#middleware/served-by'

export default defineRoutes((route) => {
  route.get('/plaintext', [GreetingController, 'text'])
  route.get('/json', [GreetingController, 'index']).as('json')
  route.get('/guarded/json', [GreetingController, 'index']).use(refusePrefetch)
  route.get('/limited/json', [GreetingController, 'index']).use(limitRequests({ perSecond: 1_000_000 }))
  route.get('/kept/plaintext', [GreetingController, 'text']).use(pageCache({ ttl: minutes(5) }))
  route.get('/counter', [GreetingController, 'count'])
  route.group({ middleware: [refusePrefetch, servedBy] }, (group) => {
    group.get('/users/:id', [UsersController, 'show']).where({ id: 'int' }).as('users.show')
  })
  route.get('/db', [WorldsController, 'show'])
  route.get('/queries', [WorldsController, 'index'])
  route.get('/cached', [WorldsController, 'cached'])
  route.get('/updates', [WorldsController, 'update'])
  route.get('/fortunes', [FortunesController, 'index'])
  route.post('/messages', [MessagesController, 'store'])
  route.get('/messages/sent', [MessagesController, 'sent']).as('messages.sent')
  route.get('/login', [LoginController, 'store'])
  route.post('/logout', [LoginController, 'destroy']).as('logout')
  route.get('/page', [PostsController, 'index']).as('posts.index')
  route.post('/upload', [UploadController, 'store'])
})
