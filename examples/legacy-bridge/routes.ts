import { defineRoutes } from 'vanillin'
import { php } from 'vanillin/php'
import AccountController from '#controllers/account'
import ContactController from '#controllers/contact'
import ErrorsController from '#controllers/errors'
import GuestbookController from '#controllers/guestbook'
import HomeController from '#controllers/home'
import ItemsController from '#controllers/items'
import NewsController from '#controllers/news'
import PagesController from '#controllers/pages'
import SearchController from '#controllers/search'
import ShopController from '#controllers/shop'
import { legacy } from './config/php.ts'

export default defineRoutes((route) => {
  // What is ported, at the addresses that it had. To take one back, take its line away.
  route.get('/', [HomeController, 'index']).as('home')
  route.get('/news', [NewsController, 'index']).as('news.index')
  route.get('/news/:id', [NewsController, 'show']).where({ id: 'int' }).as('news.show')
  route.get('/search', [SearchController, 'index']).as('search')
  route.get('/account', [AccountController, 'show']).as('account')
  route.post('/logout', [AccountController, 'logout']).as('logout')
  route.get('/pages/guestbook.php', [GuestbookController, 'index']).as('guestbook')
  route.post('/pages/guestbook.php', [GuestbookController, 'store'])
  route.get('/pages/hello.php', [PagesController, 'hello'])
  route.get('/pages/json.php', [PagesController, 'json'])
  route.get('/pages/csv.php', [PagesController, 'csv'])
  route.get('/pages/xml.php', [PagesController, 'xml'])
  route.get('/pages/image.php', [PagesController, 'image'])
  route.get('/pages/redirect.php', [PagesController, 'redirected'])
  route.get('/shop/index.php', [ShopController, 'index'])
  route.get('/shop/item.php', [ShopController, 'show'])
  route.redirect('/old-home', '/', 301)
  route.get('/gone', [HomeController, 'gone'])

  // The form is still PHP's; what it sends comes here.
  route.post('/contact', [ContactController, 'store'])

  // For scripts, which bring no token of a form.
  route.group({ prefix: '/api', csrfProtection: false }, (api) => {
    api.get('/items', [ItemsController, 'index'])
    api.post('/items', [ItemsController, 'store'])
    api.get('/items/:id', [ItemsController, 'show']).where({ id: 'int' })
    api.put('/items/:id', [ItemsController, 'update']).where({ id: 'int' })
    api.patch('/items/:id', [ItemsController, 'update']).where({ id: 'int' })
    api.delete('/items/:id', [ItemsController, 'destroy']).where({ id: 'int' })
  })

  // What is not ported yet: the login, the contact form, pictures, and all the rest.
  route.fallback(php(legacy))

  route.error([ErrorsController, 'show'])
})
