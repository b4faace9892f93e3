import { html } from 'hono/html'

/**
 * @param {string} title
 * @param {unknown} content
 */
const layout = (title, content) =>
  html`<!DOCTYPE html>
    <html>
      <head>
        <title>${title}</title>
      </head>
      <body>
        ${content}
      </body>
    </html>`

/** @param {{ id: number, message: string }} fortune */
const fortuneRow = ({ id, message }) =>
  html`<tr>
    <td>${id}</td>
    <td>${message}</td>
  </tr>`

/** @param {{ id: number, message: string }[]} fortunes */
export const fortunesPage = (fortunes) =>
  layout(
    'Fortunes',
    html`<table>
      <tr>
        <th>id</th>
        <th>message</th>
      </tr>
      ${fortunes.map(fortuneRow)}
    </table>`,
  )
