export { BodyError, type BodyErrorCode } from './port/body-error.ts'
export type { BodyReadOptions, CoreRequest, RequestBody, RequestHeaders } from './port/core-request.ts'
export type { CoreResponse, ResponseOutcome } from './port/core-response.ts'
export { HttpCoreError, type HttpCoreErrorCode } from './port/http-core-error.ts'
export type {
  BoundAddress,
  CoreName,
  HttpCore,
  HttpCoreFactory,
  HttpCoreOptions,
  HttpHandler,
  ListenAddress,
  TlsOptions,
} from './port/http-core.ts'
export { defaultLimits, type HttpLimits } from './port/http-limits.ts'
export { ResponseHeaders } from './port/response-headers.ts'
