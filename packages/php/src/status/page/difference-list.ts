import { safeHtml, type SafeHtml } from '@vanillin/core'
import type { Difference } from '../difference.ts'

/** What the ports answered otherwise than PHP, each to be opened. */
export function differenceList(differences: readonly Difference[]): SafeHtml | undefined {
  if (differences.length === 0) return undefined
  return safeHtml`<section class="differences"><h2>Differences in the shadow</h2>${differences.map(entryOf)}</section>`
}

function entryOf({ at, route, path, requestId, status, headers, body, failure }: Difference): SafeHtml {
  const kinds = [
    ...(failure === undefined ? [] : ['failed']),
    ...(status === undefined ? [] : ['status']),
    ...headers.map(({ name }) => name),
    ...(body === undefined ? [] : ['body']),
  ]
  return safeHtml`<details><summary><code>${route}</code> <span>${kinds.join(', ')}</span> <time>${at.slice(0, 19).replace('T', ' ')}</time></summary>
<p><code>${path}</code>, request <code>${requestId}</code></p>
${failure === undefined ? undefined : safeHtml`<p class="bad">${failure}</p>`}
${status === undefined ? undefined : pair('status', String(status[0]), String(status[1]))}
${headers.map(({ name, php, port }) => pair(name, php, port))}
${body === undefined ? undefined : pair('body', body.php, body.port)}</details>`
}

function pair(name: string, php: string, port: string): SafeHtml {
  return safeHtml`<dl><dt>${name}</dt><dd class="php"><b>PHP</b><pre>${php}</pre></dd><dd class="ported"><b>port</b><pre>${port}</pre></dd></dl>`
}
