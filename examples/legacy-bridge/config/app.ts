import { defineConfig, env } from 'vanillin'

export default defineConfig({
  name: env.string('APP_NAME', 'Lantern Street Gardens'),
  url: env.url('APP_URL', 'http://localhost:3000'),
  storage: env.string('STORAGE', 'storage'),
  http: {
    core: env.oneOf('HTTP_CORE', ['auto', 'uws', 'node'], 'auto'),
    host: env.string('HOST', '127.0.0.1'),
    port: env.port('PORT', 3000),
  },
})
