/** The part of a Redis client that limiters use; `Redis` and `Cluster` of ioredis fit. */
export interface RedisLimiterClient {
  defineCommand(name: string, definition: { readonly lua: string }): void
  ping(): Promise<string>
  zrem(key: string, member: string): Promise<number>
  unlink(...keys: string[]): Promise<number>
}

/** What `defineCommand` has added to a client. */
export interface DefinedCommands {
  vanillinTake(keyCount: number, ...keysAndArguments: string[]): Promise<number[]>
  vanillinRenewLease(keyCount: number, ...keysAndArguments: string[]): Promise<number>
}
