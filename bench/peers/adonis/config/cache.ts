import { defineConfig, drivers, store } from '@adonisjs/cache'

export default defineConfig({
  default: 'memory',
  ttl: '5m',
  stores: { memory: store().useL1Layer(drivers.memory({ maxItems: 10_000 })) },
})
