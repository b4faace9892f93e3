import { stripVTControlCharacters } from 'node:util'

export interface ErrorPageContent {
  readonly title: string
  readonly text: string
  /** `file:line:column` of the fault. */
  readonly place?: string | undefined
  /** Source around the fault, as the compiler prints it. */
  readonly frame?: string | undefined
  readonly stack?: string | undefined
  /** How the page finds out that the fault is mended: Vite's client, or by asking again and again. */
  readonly refresh: 'vite' | 'poll'
}

const CLIENT = {
  vite: '<script type="module" src="/@vite/client"></script>',
  poll: `<script>
    setInterval(async () => {
      const answer = await fetch(location.href, { method: 'HEAD' }).catch(() => undefined)
      if (answer && answer.headers.get('x-vanillin') !== 'down') location.reload()
    }, 500)
  </script>`,
}

/** The page that `vanillin dev` shows when there is no app to show one. */
export function errorPage({ title, text, place, frame, stack, refresh }: ErrorPageContent): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(title)}</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
      body { max-width: 60rem; margin: 4rem auto; padding: 0 1.5rem }
      h1 { font-size: 1.4rem; border-left: .3rem solid #d33; padding-left: .8rem }
      pre { overflow-x: auto; padding: 1rem; border-radius: .4rem; background: #8882; font-size: .85rem }
      .place { font-family: ui-monospace, monospace }
      .text { white-space: pre-wrap }
    </style>
  </head>
  <body>
    <h1>${escape(title)}</h1>
    <p class="text">${escape(text)}</p>
    ${place === undefined ? '' : `<p class="place">${escape(place)}</p>`}
    ${frame === undefined ? '' : `<pre>${escape(frame)}</pre>`}
    ${stack === undefined ? '' : `<details><summary>Stack</summary><pre>${escape(stack)}</pre></details>`}
    ${CLIENT[refresh]}
  </body>
</html>
`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escape = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!)
