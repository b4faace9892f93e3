import { defineRoutes } from 'vanillin'
import SailingsV1Controller from '#api/v1/sailings'
import SailingsV2Controller from '#api/v2/sailings'
import ErrorsController from '#controllers/errors'

export default defineRoutes((route) => {
  // Every file of app/controllers by its path: /sailings/show/2, /admin/passengers.
  route.simple(import.meta.glob('./app/controllers/**/*.ts', { eager: true }))

  // The version comes from the Accept header: application/vnd.ferry.v2+json.
  route.restful(
    {
      v1: (v1) => {
        v1.get('/api/sailings', [SailingsV1Controller, 'index'])
        v1.get('/api/sailings/:id', [SailingsV1Controller, 'show']).where({ id: 'int' })
      },
      v2: (v2) => {
        v2.get('/api/sailings', [SailingsV2Controller, 'index'])
        v2.get('/api/sailings/:id', [SailingsV2Controller, 'show']).where({ id: 'int' }).as('sailings.show')
        v2.post('/api/sailings/:id/bookings', [SailingsV2Controller, 'book']).where({ id: 'int' })
      },
    },
    { default: 'v1' },
  )

  route.error([ErrorsController, 'show'])
})
