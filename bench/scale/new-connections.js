/** @type {import('./index.js').ScaleCase} */
export const newConnections = {
  name: 'keep-alive',
  title: 'Connections kept alive (0) or a new one for each request (1)',
  axis: 'new connection a request',
  steps: [0, 1],
  at: (isNew) => ({
    app: { folder: 'scale' },
    path: '/section-0/resource-0/1',
    load: isNew === 1 ? ['close'] : [],
  }),
}
