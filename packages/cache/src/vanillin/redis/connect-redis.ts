import type { Cluster, Redis, RedisOptions } from 'ioredis'
import { configInvalid } from '../config-invalid.ts'
import type {
  RedisClusterConfig,
  RedisConfig,
  RedisSentinelConfig,
  RedisServerConfig,
} from './redis-config.ts'
import { toAddresses } from './to-addresses.ts'

export type RedisConnection = Redis | Cluster

type Client = typeof import('ioredis')

const silenceMs = 1000

/**
 * A connection that heals by itself. What it could not send is not sent later: the request that wanted it has had its answer.
 * @throws CacheError `E_CACHE_CONFIG` for an address that is none
 */
export async function connectRedis(config: RedisConfig): Promise<RedisConnection> {
  // Of CommonJS in a bundle import() has the default alone.
  const { default: ioredis } = await import('ioredis')
  const redis = connect(ioredis, config)
  // Who asks learns of it; without a listener ioredis writes each attempt to the console.
  redis.on('error', () => {})
  return redis
}

function connect(client: Client, config: RedisConfig): RedisConnection {
  if ('cluster' in config) return connectCluster(client, config)
  return 'sentinels' in config ? connectBySentinel(client, config) : connectServer(client, config)
}

function connectServer({ Redis: Server }: Client, { url = '', ...config }: RedisServerConfig): Redis {
  if (!/^rediss?:\/\/./.test(url)) throw configInvalid('redis.url begins with redis:// or rediss://')
  return new Server(url, {
    ...settings(config),
    enableAutoPipelining: true,
    lazyConnect: true,
    retryStrategy,
  })
}

function connectBySentinel({ Redis: Server }: Client, config: RedisSentinelConfig): Redis {
  const { sentinels = [], group, database = 0, sentinelUsername, sentinelPassword } = config
  const { tls, ...common } = settings(config)
  return new Server({
    ...common,
    ...(tls !== undefined && { tls, sentinelTLS: tls, enableTLSForSentinelMode: true }),
    sentinels: toAddresses('redis.sentinels', sentinels),
    name: group,
    db: database,
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    sentinelRetryStrategy: retryStrategy,
    sentinelCommandTimeout: silenceMs,
    // Who was the first one may stay within reach, and takes no more writes.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
    enableAutoPipelining: true,
    lazyConnect: true,
    retryStrategy,
  })
}

function connectCluster({ Cluster: Nodes }: Client, config: RedisClusterConfig): Cluster {
  return new Nodes(toAddresses('redis.cluster', config.cluster ?? []), {
    redisOptions: settings(config),
    lazyConnect: true,
    enableAutoPipelining: true,
    slotsRefreshTimeout: silenceMs,
    // When a node is gone, another one takes its place within some seconds.
    slotsRefreshInterval: 5 * silenceMs,
    clusterRetryStrategy: retryStrategy,
  })
}

function settings({ tls, ...config }: Omit<RedisServerConfig, 'url'> & Login) {
  const { username, password } = config
  return {
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    connectTimeout: silenceMs,
    // Without it a connection whose other end has vanished would be believed in for a quarter of an hour.
    socketTimeout: silenceMs,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls !== undefined && { tls: tls === true ? {} : tls }),
  } satisfies RedisOptions
}

type Login = Pick<RedisClusterConfig, 'username' | 'password'>

function retryStrategy(attempts: number): number {
  return Math.min(attempts * 50, silenceMs)
}
