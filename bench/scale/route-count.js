/** @type {import('./index.js').ScaleCase} */
export const routeCount = {
  name: 'routes',
  title: 'Number of routes, ten of them asked for in turn',
  axis: 'routes',
  steps: [10, 100, 1000, 10_000],
  at: (count) => ({
    app: { folder: 'scale', env: { ROUTES: String(count) } },
    path: '/section-0/resource-0/1',
    load: ['routes', String(count)],
  }),
}
