/** The part of a Redis client that is used; that of ioredis fits. */
export interface PhpRedisClient {
  getBuffer(key: string): Promise<Buffer | null>
  pttl(key: string): Promise<number>
  eval(script: string, keyCount: number, ...keysAndArguments: (string | Buffer)[]): Promise<unknown>
}
