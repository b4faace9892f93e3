import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { createRedisProcess, type RedisProcess } from './redis-process.fixture.ts'

export const clusterSlots = 16_384

/** Three nodes that have a third of the slots each. */
export async function startRedisCluster(): Promise<RedisProcess[]> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']
  const nodes = await Promise.all([1, 2, 3].map(() => createRedisProcess(settings)))
  await Promise.all(nodes.map((node) => node.start()))
  const clients = nodes.map(({ port }) => new Redis(port))
  await Promise.all(
    clients.map(async (client, index) => {
      const first = Math.floor((index * clusterSlots) / 3)
      const last = Math.floor(((index + 1) * clusterSlots) / 3) - 1
      await client.call('CLUSTER', 'ADDSLOTSRANGE', first, last)
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
    }),
  )
  for (const client of clients) await client.call('CLUSTER', 'MEET', '127.0.0.1', String(nodes[0]?.port)) // oxlint-disable-line no-await-in-loop -- one after the other
  const knowEachOther = async (client: Redis): Promise<boolean> =>
    /cluster_state:ok[^]*cluster_known_nodes:3/.test(String(await client.call('CLUSTER', 'INFO')))
  for (const client of clients) while (!(await knowEachOther(client))) await wait(20) // oxlint-disable-line no-await-in-loop -- until it is so
  for (const client of clients) client.disconnect()
  return nodes
}
