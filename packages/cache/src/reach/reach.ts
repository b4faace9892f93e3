/** How far something counts together: within this process, among the processes of this machine, or among all machines. */
export type Reach = 'worker' | 'machine' | 'machines'

const order: Readonly<Record<Reach, number>> = { worker: 0, machine: 1, machines: 2 }

/** Whether what reaches as far as `actual` is enough for who wants `wanted`. */
export function reachesAcross(actual: Reach, wanted: Reach): boolean {
  return order[actual] >= order[wanted]
}
