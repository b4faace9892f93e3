import { defineRoutes } from 'vanillin'
import GreetingController from '#controllers/greeting'
import UsersController from '#controllers/users'
import { refusePrefetch } from '#middleware/refuse-prefetch'

export default defineRoutes((route) => {
  route.get('/json', [GreetingController, 'index']).as('json')
  route.group({ middleware: [refusePrefetch] }, (group) => {
    group.get('/users/:id', [UsersController, 'show']).as('users.show')
  })
})
