export type { BuiltApp } from './server/built-app.ts'
export { runServer } from './server/run-server.ts'
