import { defineRoutes, seconds } from 'vanillin'
import { pageCache } from 'vanillin/cache'
import PagesController from '#controllers/pages'

export default defineRoutes((route) => {
  // However many ask, the leaderboard is made once a second; who asks in between waits for nothing.
  route
    .get('/', [PagesController, 'index'])
    .as('home')
    .use(
      pageCache({ ttl: seconds(1), staleWhileRevalidate: seconds(10), query: 'none', tags: ['leaderboard'] }),
    )
  // Each view counts, so this page is never kept.
  route.get('/pages/:slug', [PagesController, 'show']).as('page')
  route.post('/reset', [PagesController, 'reset']).as('reset')
})
