export { createUwsCore } from './uws-core.ts'
