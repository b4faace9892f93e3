import { defineRoutes } from 'vanillin'
import HomeController from '#controllers/home'

export default defineRoutes((route) => {
  route.get('/', [HomeController, 'index']).as('home')
})
