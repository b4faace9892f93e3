import { defineRoutes, env } from 'vanillin'
import PagesController from '#controllers/pages'

const count = env.int('ROUTES', 10)

export default defineRoutes((route) => {
  route.get('/rows/:count', [PagesController, 'rows']).where({ count: 'int' })

  // as a large application has them: resources in sections, each with an id in its path
  for (let index = 0; index < count; index++) {
    route
      .get(`/section-${index % 100}/resource-${index}/:id`, [PagesController, 'resource'])
      .where({ id: 'int' })
  }
})
