import { defineRoutes, env } from 'vanillin'
import { php } from 'vanillin/php'

export default defineRoutes((route) => {
  // One connection fewer than the pool of php-fpm has processes, as the manual says.
  route.fallback(
    php({
      root: env.string('PHP_ROOT', 'public'),
      fpm: { address: env.string('PHP_FPM', '/run/php/php8.2-fpm.sock'), maxConnections: 9 },
    }),
  )
})
