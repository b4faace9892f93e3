import type { Cluster, Redis } from 'ioredis'
import { EventEmitter } from 'node:events'
import type { RedisConnection } from './connect-redis.ts'
import type { RedisPublisher, RedisSubscriber } from '../../stores/tiered/redis-invalidations.ts'

const longestPauseMs = 1000

export function isCluster(redis: RedisConnection): redis is Cluster {
  return 'nodes' in redis
}

/**
 * Publishes and subscribes on a cluster. A cluster of ioredis moves its subscription to another node without a word when one is gone; this one says that something
 * may have been missed.
 */
export function publisherOf(cluster: Cluster): RedisPublisher {
  return {
    publish: (channel, message) => cluster.publish(channel, message),
    duplicate: () => new ClusterSubscription(cluster),
  }
}

/** A connection to one node, and to another one when that is gone. What one node is told, all nodes are. */
class ClusterSubscription extends EventEmitter implements RedisSubscriber {
  readonly #cluster: Cluster
  #connection: Redis | undefined
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #isOver = false

  constructor(cluster: Cluster) {
    super()
    this.#cluster = cluster
    this.#connect()
  }

  subscribe(channel: string): Promise<unknown> {
    return this.#connection?.subscribe(channel) ?? Promise.reject(new Error('There is no node to ask.'))
  }

  disconnect(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#connection?.disconnect()
  }

  #connect(): void {
    const nodes = this.#cluster.nodes()
    const node = nodes[Math.floor(Math.random() * nodes.length)]
    // They are known once the cluster has been asked for something.
    if (node === undefined) return this.#connectLater()
    const connection = node.duplicate({ retryStrategy: null, lazyConnect: false, enableReadyCheck: true })
    this.#connection = connection
    connection.on('error', () => {})
    connection.on('message', (channel: string, message: string) => this.emit('message', channel, message))
    connection.once('ready', () => {
      this.#failures = 0
      this.emit('ready')
    })
    connection.once('end', () => {
      this.emit('close')
      this.#connectLater()
    })
  }

  #connectLater(): void {
    if (this.#isOver) return
    this.#connection = undefined
    this.#failures += 1
    this.#timer = setTimeout(() => this.#connect(), Math.min(longestPauseMs, 50 * this.#failures)).unref()
  }
}
