/** Where the workers of a Laravel app (`artisan queue:work`, Horizon) find its jobs. */
export interface JobStore {
  /** @param delaySeconds undefined for a job that is due */
  push(queue: string, payload: object, delaySeconds: number | undefined, now: Date): Promise<void>
}
