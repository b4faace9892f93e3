import router from '@adonisjs/core/services/router'
import { middleware } from './kernel.js'

const FortunesController = () => import('#controllers/fortunes_controller')
const GreetingController = () => import('#controllers/greeting_controller')
const MessagesController = () => import('#controllers/messages_controller')
const PostsController = () => import('#controllers/posts_controller')
const SessionController = () => import('#controllers/session_controller')
const UploadController = () => import('#controllers/upload_controller')
const UsersController = () => import('#controllers/users_controller')
const WorldsController = () => import('#controllers/worlds_controller')

router.get('/plaintext', [GreetingController, 'text'])
router.get('/json', [GreetingController, 'json'])

router
  .group(() => {
    router.get('/users/:id', [UsersController, 'show']).where('id', router.matchers.number())
  })
  .use([middleware.refusePrefetch(), middleware.servedBy()])

router.get('/db', [WorldsController, 'show'])
router.get('/queries', [WorldsController, 'index'])
router.get('/cached', [WorldsController, 'cached'])
router.get('/updates', [WorldsController, 'update'])
router.get('/fortunes', [FortunesController, 'index'])
router.post('/messages', [MessagesController, 'store'])
router.post('/upload', [UploadController, 'store'])

router.get('/login', [SessionController, 'store'])
router.post('/logout', [SessionController, 'destroy'])
router.get('/page', [PostsController, 'index']).use(middleware.auth())
