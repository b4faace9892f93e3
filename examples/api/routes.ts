import { defineRoutes } from 'vanillin'
import ErrorsController from '#controllers/errors'
import TreesController from '#controllers/trees'
import TreesV1Controller from '#controllers/v1/trees'

// `npx vanillin routes` lists what this makes.
export default defineRoutes((route) => {
  route.group({ prefix: '/api', where: { id: 'int' } }, (route) => {
    // Accept: application/vnd.trees.v1+json asks for the first version; who asks for none gets the second.
    route.restful(
      {
        v1: (v1) => v1.group({ as: 'v1.' }, (v1) => v1.resource('trees', TreesV1Controller)),
        v2: (v2) => v2.resource('trees', TreesController),
      },
      { default: 'v2' },
    )
  })

  route.error([ErrorsController, 'show'])
})
