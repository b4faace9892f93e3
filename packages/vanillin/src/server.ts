export { runServer, type BuiltApp } from './server/run-server.ts'
