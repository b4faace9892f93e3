import type { ConnectionOptions } from 'node:tls'

interface RedisCommon {
  /** Comes before every key. Default: the name of the app and a colon, so that two apps do not see each other. */
  readonly prefix?: string
  /** `true`, or whom to trust (`ca`) and what to show (`cert`, `key`). Default: none, but for `rediss://`. */
  readonly tls?: true | Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'servername'>
}

interface RedisLogin {
  readonly username?: string
  readonly password?: string
}

/** One server. Without a `url` nothing is kept in Redis. */
export interface RedisServerConfig extends RedisCommon {
  /** As `redis://:password@10.0.0.5:6379/0`, or `rediss://` for TLS. */
  readonly url: string | undefined
}

/** A server and its replicas, one of which takes its place when it is gone: whoever does so now is asked of Sentinel. */
export interface RedisSentinelConfig extends RedisCommon, RedisLogin {
  /** Where Sentinel is asked: `['10.0.0.5:26379', '10.0.0.6:26379']`. Without it nothing is kept in Redis. */
  readonly sentinels: readonly string[] | undefined
  /** What Sentinel calls them: its `sentinel monitor <group> ...`. */
  readonly group: string
  /** Default: 0. */
  readonly database?: number
  /** What Sentinel itself is told; `username` and `password` are for the servers. */
  readonly sentinelUsername?: string
  readonly sentinelPassword?: string
}

/** A Redis Cluster. */
export interface RedisClusterConfig extends RedisCommon, RedisLogin {
  /** Some of its nodes, by which the others are found: `['10.0.0.5:6379', '10.0.0.6:6379']`. Without it nothing is kept in Redis. */
  readonly cluster: readonly string[] | undefined
}

export type RedisConfig = RedisServerConfig | RedisSentinelConfig | RedisClusterConfig

/** Whether there is a Redis to connect to. */
export function isRedisConfigured(config: RedisConfig | undefined): config is RedisConfig {
  if (config === undefined) return false
  if ('cluster' in config) return config.cluster !== undefined
  return 'sentinels' in config ? config.sentinels !== undefined : Boolean(config.url)
}
