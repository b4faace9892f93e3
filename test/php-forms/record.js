// node test/php-forms/record.js: asks the PHP of this machine what it makes of every input, and writes recording.json.
// The tests read the recording; PHP is needed to make it anew alone.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { BOUNDARY, formInputs } from './inputs.js'

const echo = fileURLToPath(new URL('echo.php', import.meta.url))
const php = process.env.PHP ?? 'php'
const TYPES = {
  urlencoded: 'application/x-www-form-urlencoded',
  multipart: `multipart/form-data; boundary=${BOUNDARY}`,
}

/** Those of php.ini-production that bear on forms; without warnings in the answer. */
const SETTINGS = [
  'display_errors=0',
  'log_errors=0',
  'max_input_vars=1000',
  'max_input_nesting_level=64',
  'max_file_uploads=20',
  'post_max_size=8M',
  'upload_max_filesize=2M',
  'variables_order=GPCS',
  'request_order=GP',
]

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

function post(port, { kind, body }) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        port,
        host: '127.0.0.1',
        ...(kind === 'query'
          ? { path: `/?${body}` }
          : { method: 'POST', headers: { 'content-type': TYPES[kind] } }),
      },
      (incoming) => {
        const chunks = []
        incoming.on('data', (chunk) => chunks.push(chunk))
        incoming.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(kind === 'query' ? undefined : Buffer.from(body, 'latin1'))
  })
}

const port = await freePort()
const server = spawn(
  php,
  [...SETTINGS.flatMap((setting) => ['-d', setting]), '-S', `127.0.0.1:${port}`, echo],
  { stdio: ['ignore', 'ignore', 'pipe'] },
)
try {
  for await (const line of server.stderr) if (String(line).includes('started')) break
  const lines = []
  for (const input of formInputs()) {
    const { get, post: sent, files } = await post(port, input)
    lines.push(JSON.stringify({ ...input, fields: input.kind === 'query' ? get : sent, files }))
  }
  const version = execFileSync(php, ['-r', 'echo PHP_VERSION;']).toString()
  writeFileSync(
    new URL('recording.json', import.meta.url),
    `{"php":"${version}","boundary":"${BOUNDARY}","inputs":[\n${lines.join(',\n')}\n]}\n`,
  )
  console.log(`${lines.length} inputs, PHP ${version}`)
} finally {
  server.kill()
}
