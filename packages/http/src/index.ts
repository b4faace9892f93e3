export { isCode, toListenError, toPortInUseError } from './listen/listen-error.ts'
export { findPortOwner, type PortOwner } from './listen/port-owner.ts'
export { createNodeCore, createNodeRequestListener } from './node/node-core.ts'
export { BodyError, type BodyErrorCode } from './port/body-error.ts'
export type { BodyReadOptions, CoreRequest, RequestBody, RequestHeaders } from './port/core-request.ts'
export type { CoreResponse, ResponseOutcome } from './port/core-response.ts'
export { HttpCoreError, type HttpCoreErrorCode } from './port/http-core-error.ts'
export type {
  BoundAddress,
  CloseOptions,
  CoreName,
  HttpCore,
  HttpCoreFactory,
  HttpCoreOptions,
  HttpHandler,
  ListenAddress,
  TlsOptions,
} from './port/http-core.ts'
export { defaultLimits, type HttpLimits } from './port/http-limits.ts'
export { RequestError } from './port/request-error.ts'
export { ResponseHeaders } from './port/response-headers.ts'
export type { BodySink, BodySource } from './request/body-source.ts'
export { HeaderLines } from './request/header-lines.ts'
export { isHostHeader } from './request/host-header.ts'
export { isVisibleAscii } from './request/is-visible-ascii.ts'
export { noBody } from './request/no-body.ts'
export { toPeerAddress } from './request/peer-address.ts'
export { StreamedBody } from './request/streamed-body.ts'
export { MAX_DISCARDED_BYTES } from './request/unread-body.ts'
export { BaseResponse } from './response/base-response.ts'
export { discardSource } from './response/discard-source.ts'
export type { ResponseHost } from './response/response-host.ts'
export { runHandler } from './response/run-handler.ts'
export { RunningRequests } from './response/running-requests.ts'
export type { StreamTarget } from './response/stream-source.ts'
export {
  selectCore,
  type SelectCoreOptions,
  type SelectedCore,
  type UwsModule,
} from './select/select-core.ts'
