import { fileURLToPath } from 'node:url'

// The tests may be started from the folder above: this says where the app's views and .env.test are.
process.env['VANILLIN_ROOT'] = fileURLToPath(new URL('..', import.meta.url))
