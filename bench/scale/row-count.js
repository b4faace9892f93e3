/** @type {import('./index.js').ScaleCase} */
export const rowCount = {
  name: 'rows',
  title: 'Rows in a page with a layout, two escaped values each',
  axis: 'rows',
  steps: [1, 10, 100, 1000],
  at: (count) => ({ app: { folder: 'scale' }, path: `/rows/${count}` }),
}
