export { runEmbeddedCall } from './database-work/run-embedded-call.ts'
