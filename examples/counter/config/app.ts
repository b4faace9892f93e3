import { defineConfig, env } from 'vanillin'

export default defineConfig({
  name: env.string('APP_NAME', 'Counter'),
  url: env.url('APP_URL', 'http://localhost:3000'),
  http: {
    core: env.oneOf('HTTP_CORE', ['auto', 'uws', 'node'], 'auto'),
    host: env.string('HOST', '127.0.0.1'),
    port: env.port('PORT', 3000),
    // Several processes serve on one port, and the system deals the visitors out among them.
    reusePort: env.boolean('REUSE_PORT', false),
  },
})
