/** The part of a Redis client that caches and locks use; `Redis` and `Cluster` of ioredis fit. */
export interface RedisClient {
  defineCommand(name: string, definition: { readonly lua: string; readonly numberOfKeys?: number }): void
  ping(): Promise<string>
  get(key: string): Promise<string | null>
  unlink(...keys: string[]): Promise<number>
  scan(
    cursor: string,
    match: 'MATCH',
    pattern: string,
    count: 'COUNT',
    most: number,
  ): Promise<[cursor: string, keys: string[]]>
  /** Of a cluster: those that hold keys. */
  nodes?(role: 'master'): RedisClient[]
}
