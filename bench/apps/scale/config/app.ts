import { defineConfig, env } from 'vanillin'

export default defineConfig({
  name: 'Scale',
  http: {
    core: env.oneOf('HTTP_CORE', ['auto', 'uws', 'node'], 'auto'),
    host: env.string('HOST', '127.0.0.1'),
    port: env.port('PORT', 3000),
    reusePort: env.boolean('REUSE_PORT', false),
  },
})
