/** @type {import('./index.js').ScaleCase} */
export const processCount = {
  name: 'processes',
  title: 'Processes on one port, one for each processor',
  axis: 'processes',
  steps: [1, 2],
  // the node core shares a port from Node 22.12 on
  cores: ['uws'],
  at: (count) => ({
    app: { folder: 'scale', env: { REUSE_PORT: String(count > 1) } },
    path: '/section-0/resource-0/1',
    processes: count,
  }),
}
