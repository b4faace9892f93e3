/** @type {import('./index.js').ScaleCase} */
export const connections = {
  name: 'connections',
  title: 'Connections, kept alive',
  axis: 'connections',
  steps: [1, 8, 64, 512, 2000, 5000],
  at: (count) => ({ app: { folder: 'scale' }, path: '/section-0/resource-0/1', connections: count }),
}
