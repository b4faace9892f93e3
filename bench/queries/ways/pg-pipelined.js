import { Client } from 'pg'

/** As many as Vanillin has lanes. */
const connections = 4

/**
 * pg's pipeline mode by hand: statements prepared by name, connections in turn. Transactions would need others.
 *
 * @param {string} url
 */
export async function open(url) {
  const clients = Array.from(
    { length: connections },
    () => new Client({ connectionString: url, pipeline: true }),
  )
  await Promise.all(clients.map((client) => client.connect()))
  let turn = 0
  return {
    /** @param {number} id */
    async row(id) {
      turn = (turn + 1) % connections
      const answer = await clients[turn]?.query({
        name: 'world',
        text: 'select id, random_number from world where id = $1',
        values: [id],
      })
      return answer?.rows[0]
    },
    close: () => Promise.all(clients.map((client) => client.end())),
  }
}
