export { Application, type EmbeddedParts, type SignedUrlOptions } from './application/application.ts'
export { Assets } from './application/assets.ts'
export type { BootItem } from './application/boot-list.ts'
export { createApp } from './application/create-app.ts'
export type { ListeningAddress, ListenOptions } from './application/listener.ts'
export { serve } from './application/serve.ts'
export { limitUploads } from './application/limit-uploads.ts'
export { middleware, Middleware, type MiddlewareFunction, type Next } from './application/middleware.ts'
export { type Awaitable, whenThere } from './async/awaitable.ts'
export { Plugin } from './application/plugin.ts'
export type { Provider } from './application/provider.ts'
export { token, type ServiceToken, type Token } from './application/services.ts'
export {
  defineConfig,
  type AppConfig,
  type ConfigFiles,
  type HttpConfig,
  type LogConfig,
  type LogLevel,
  type UploadsConfig,
} from './config/app-config.ts'
export type { RequestLimits } from './config/request-limits.ts'
export { appRoot } from './config/app-root.ts'
export { days, hours, milliseconds, minutes, seconds, type Duration } from './config/duration.ts'
export { env, Env } from './config/env.ts'
export { readEnvironment, type Environment } from './config/environment.ts'
export type { CspDirective, CspDirectives } from './security/content-security-policy.ts'
export { cors } from './middleware/cors.ts'
export type { CorsOptions } from './security/cors-options.ts'
export { requireSignature } from './middleware/require-signature.ts'
export type { HstsConfig, ReferrerPolicy, SecurityHeadersConfig } from './security/security-headers-config.ts'
export { securityHeaders } from './middleware/security-headers.ts'
export type { ProxyHeader } from './security/trusted-proxies.ts'
export { Controller } from './controller/controller.ts'
export { abort } from './errors/abort.ts'
export type { ErrorCode } from './errors/error-catalogue.ts'
export { problemDocument } from './error-pages/problem-document.ts'
export { toHttpError, type HttpError } from './errors/to-http-error.ts'
export { ValidationError, type FieldErrors } from './errors/validation-error.ts'
export { VanillinError, type VanillinErrorOptions } from './errors/vanillin-error.ts'
export { compress, type CompressOptions } from './middleware/compress.ts'
export type { ContentCoding } from './compression/content-coding.ts'
export { isCompressible } from './compression/is-compressible.ts'
export { contentDisposition } from './files/content-disposition.ts'
export { etag } from './middleware/etag.ts'
export { FileStorage } from './files/file-storage.ts'
export { download, file, type FileOptions } from './files/file-response.ts'
export { isPlainName } from './files/is-plain-name.ts'
export { Cookies } from './http/cookies.ts'
export type { ProtectedCookies } from './http/protected-cookies.ts'
export type { CookieOptions } from './http/set-cookie.ts'
export { eventStream, type EventStreamOptions, type ServerEvent } from './http/event-stream.ts'
export { HttpRequest } from './http/http-request.ts'
export { HttpResponse, type ResponseBody, type ResponseOptions } from './http/http-response.ts'
export { InputReader } from './http/input-reader.ts'
export { html, json, redirect, text } from './http/responses.ts'
export type { Logger } from './logging/logger.ts'
export type { Constraint, Constraints } from './routing/constraint.ts'
export { defineRoutes, RoutesDefinition } from './routing/define-routes.ts'
export { describeAction, type ControllerAction, type RouteAction } from './routing/route-action.ts'
export { forwarder } from './routing/forwarder.ts'
export type { HandlerFunction } from './routing/handler-function.ts'
export { RouteBuilder, type GroupOptions } from './routing/route-builder.ts'
export type { Route } from './routing/route.ts'
export { Router } from './routing/router.ts'
export type {
  AppConfigFiles,
  RouteArguments,
  RouteName,
  RouteParameters,
  UrlQuery,
  ViewArguments,
  ViewName,
} from './types/registry.ts'
export { Encrypter } from './encryption/encrypter.ts'
export { Signer } from './encryption/signer.ts'
export type { TokenOptions } from './encryption/token-options.ts'
export { DatabaseSessions } from './session/database-sessions.ts'
export { readRecord, writeRecord } from './session/record-text.ts'
export type { Session } from './session/session.ts'
export type { FoundSession, SessionChange, SessionDriver } from './session/session-driver.ts'
export type { SessionTerms, SharedCsrf } from './session/session-terms.ts'
export { SharedSessions } from './session/shared-sessions.ts'
export { sessions, SessionsProvider } from './session/sessions-provider.ts'
export type { SessionConfig, SessionCookieConfig } from './session/session-config.ts'
export type { FlashEntry, JsonValue, SessionRecord } from './session/session-record.ts'
export type { RecordChange, SessionStore, Unlock } from './session/session-store.ts'
export { FileSessionStore } from './session/stores/file-session-store.ts'
export { MemorySessionStore, type MemorySessionOptions } from './session/stores/memory-session-store.ts'
export {
  RedisSessionStore,
  type RedisSessionClient,
  type RedisSessionOptions,
} from './session/stores/redis-session-store.ts'
export { mediaTypeOf } from './files/media-type.ts'
export { FileInput, type FileTree } from './uploads/file-input.ts'
export { UploadedFile, type MoveToOptions } from './uploads/uploaded-file.ts'
export type { UploadFieldLimits, UploadLimits } from './uploads/upload-limits.ts'
export { upload, uploads, type UploadRuleOptions, type UploadsRuleOptions } from './validation/upload-rule.ts'
export type { UploadMessages, UploadsMessages } from './validation/upload-messages.ts'
export { withFiles } from './validation/with-files.ts'
export type { FormResult } from './validation/check-form.ts'
export { escapeHtml, safeHtml, SafeHtml, ViewError, Views, type PrecompiledViews } from './view/index.ts'
export { BodyError, HttpCoreError, ResponseHeaders, type CoreName } from '@vanillin/http'
