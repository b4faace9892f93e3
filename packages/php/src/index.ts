export { nginxFiles, type NginxFiles, type NginxOptions } from './deploy/nginx-files.ts'
export { codeIgniterSession } from './codeigniter/codeigniter-session.ts'
export type { CodeIgniterSessionOptions, CodeIgniterStore } from './codeigniter/codeigniter-session.ts'
export type { CodeIgniterCsrfOptions } from './codeigniter/codeigniter-csrf.ts'
export type { CodecLimits } from './codec/codec-limits.ts'
export { jsonFormat } from './codec/formats/json-format.ts'
export { phpBinaryFormat } from './codec/formats/php-binary-format.ts'
export { phpFormat } from './codec/formats/php-format.ts'
export { phpSerializeFormat } from './codec/formats/php-serialize-format.ts'
export type { SessionFormat } from './codec/formats/session-format.ts'
export { PhpArray } from './codec/php-array.ts'
export { PhpCodecError, type PhpCodecErrorCode } from './codec/php-codec-error.ts'
export { PhpCustomObject } from './codec/php-custom-object.ts'
export { PhpEnum } from './codec/php-enum.ts'
export { PhpFloat } from './codec/php-float.ts'
export { PhpObject, type PhpProperty } from './codec/php-object.ts'
export { PhpReference } from './codec/php-reference.ts'
export type { PhpKey, PhpPlace, PhpValue } from './codec/php-value.ts'
export { serialize } from './codec/serialize.ts'
export { SessionValues } from './codec/session-values.ts'
export { unserialize } from './codec/unserialize.ts'
export type { LaravelCipher, LaravelKeys } from './laravel/laravel-app-key.ts'
export { LaravelEncrypter } from './laravel/laravel-encrypter.ts'
export { laravelLogin } from './laravel/laravel-login.ts'
export {
  LaravelRememberCookie,
  type LaravelRememberOptions,
  type RememberedUser,
} from './laravel/laravel-remember-cookie.ts'
export { laravelSession } from './laravel/laravel-session.ts'
export { laravelLocks, type LaravelLockStore } from './laravel/locks/laravel-locks.ts'
export { LaravelLockError } from './laravel/locks/laravel-lock-error.ts'
export type { LaravelRedisStore } from './laravel/laravel-redis.ts'
export type { LaravelSessionOptions, LaravelStore } from './laravel/laravel-session.ts'
export { LaravelUrlSigner, type LaravelSignOptions } from './laravel/laravel-url-signer.ts'
export { hashPassword } from './passwords/hash-password.ts'
export { needsRehash } from './passwords/needs-rehash.ts'
export { PasswordError, type PasswordErrorCode } from './passwords/password-error.ts'
export type { Argon2Options, BcryptOptions, PasswordOptions } from './passwords/password-options.ts'
export { verifyPassword } from './passwords/verify-password.ts'
export { PhpFileSessions, type PhpFileSessionsOptions } from './sessions/files/php-file-sessions.ts'
export { phpSession, type PhpSessionOptions } from './sessions/php-session.ts'
export type {
  PhpSessionStore,
  SessionAccess,
  StoredChange,
  StoredSession,
} from './sessions/php-session-store.ts'
export { PhpSessions } from './sessions/php-sessions.ts'
export type { PhpRedisClient } from './sessions/redis/php-redis-client.ts'
export { PhpRedisSessions, type PhpRedisSessionsOptions } from './sessions/redis/php-redis-sessions.ts'
export type { SessionCsrfOptions } from './sessions/session-csrf.ts'
export type { PhpSessionIdOptions } from './sessions/session-id-rules.ts'
export { phpLogin, type PhpLoginOptions, type SessionLogin, type UserId } from './sessions/session-login.ts'
export {
  listOf,
  mapOf,
  nullable,
  type RecordShape,
  type ShapeValue,
  type ValueShape,
} from './sessions/shape/value-shape.ts'
export { php, type PhpHandler } from './bridge/php.ts'
export type { FpmOptions, HttpOptions, PhpOptions } from './bridge/php-options.ts'
export type { BridgeErrorCode } from './errors/bridge-catalogue.ts'
export { BridgeError } from './errors/bridge-error.ts'
export type { AnswerLimits, ConnectionLimits } from './upstreams/connection-limits.ts'
export type { Difference } from './status/difference.ts'
export { phpStatus, type PhpStatusOptions } from './status/php-status.ts'
export { readPhpStatus } from './status/read-php-status.ts'
export type { ShadowCounts } from './status/route-record.ts'
export type { DayReport, RouteReport, SideReport, StatusReport } from './status/status-report.ts'
export { strangle } from './strangling/strangle.ts'
export type { StrangleOptions } from './strangling/strangle-options.ts'
export type { ShadowOptions } from './shadowing/shadow-options.ts'
export type { FragmentOptions } from './shell/fragment-options.ts'
export { phpFragments } from './shell/php-fragments.ts'
export type { PhpCommandErrorCode } from './command/command-catalogue.ts'
export { PhpCommandError } from './command/php-command-error.ts'
export {
  PhpCommands,
  type PhpCommandOptions,
  type PhpCommandResult,
  type PhpCommandsOptions,
} from './command/php-commands.ts'
export type { ToPhp } from './codec/to-php-value.ts'
export type { JobProperties } from './laravel/jobs/job-object.ts'
export type { LaravelJobOptions } from './laravel/jobs/job-payload.ts'
export { laravelModel, type LaravelModelOptions } from './laravel/jobs/laravel-model.ts'
export { LaravelQueue, type LaravelJobStore, type LaravelQueueOptions } from './laravel/jobs/laravel-queue.ts'
export type { LaravelQueueRedis } from './laravel/jobs/redis-jobs.ts'
