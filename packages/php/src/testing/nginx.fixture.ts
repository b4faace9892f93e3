import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../upstreams/free-port.ts'
import { programs } from './programs.fixture.ts'
import { ServerProcess } from './server-process.fixture.ts'

export interface NginxOptions {
  readonly root: string
  /** The socket of php-fpm. */
  readonly fpm: string
}

/** nginx in front of php-fpm as its documentation and Debian's snippet set it up: what the bridge is compared with. */
export class Nginx {
  readonly #folder = mkdtempSync(join(tmpdir(), 'vanillin-nginx-'))
  readonly #options: NginxOptions
  #process: ServerProcess | undefined
  #port = 0

  constructor(options: NginxOptions) {
    this.#options = options
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async start(): Promise<this> {
    this.#port = await freePort()
    const file = join(this.#folder, 'nginx.conf')
    writeFileSync(file, this.#configuration())
    this.#process = new ServerProcess(programs.nginx!, ['-p', this.#folder, '-c', file])
    await this.#process.untilItListens({ host: '127.0.0.1', port: this.#port })
    return this
  }

  async remove(): Promise<void> {
    await this.#process?.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #configuration(): string {
    const { root, fpm } = this.#options
    const temporary = ['client_body', 'fastcgi', 'proxy', 'uwsgi', 'scgi']
    return `
daemon off;
${process.getuid?.() === 0 ? `user ${userInfo().username};` : ''}
worker_processes 1;
pid ${this.#folder}/nginx.pid;
error_log ${this.#folder}/error.log;
events { worker_connections 512; }
http {
  include /etc/nginx/mime.types;
  access_log off;
  absolute_redirect off;
  client_max_body_size 512m;
  ${temporary.map((name) => `${name}_temp_path ${this.#folder}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${this.#port};
    server_name 127.0.0.1;
    root ${root};
    index index.php index.html;
    location / { try_files $uri $uri/ /index.php?$query_string; }
    location ~ /\\. { return 404; }
    location ~ [^/]\\.php(/|$) {
      fastcgi_split_path_info ^(.+?\\.php)(/.*)$;
      try_files $fastcgi_script_name =404;
      set $path_info $fastcgi_path_info;
      fastcgi_param PATH_INFO $path_info;
      ${PARAMETERS.map(([name, value]) => `fastcgi_param ${name} ${value};`).join('\n      ')}
      fastcgi_param HTTPS $https if_not_empty;
      fastcgi_param HTTP_PROXY "" if_not_empty;
      fastcgi_pass unix:${fpm};
      fastcgi_read_timeout 60s;
    }
  }
}
`
  }
}

/** Those of fastcgi.conf. */
const PARAMETERS = [
  ['SCRIPT_FILENAME', '$document_root$fastcgi_script_name'],
  ['QUERY_STRING', '$query_string'],
  ['REQUEST_METHOD', '$request_method'],
  ['CONTENT_TYPE', '$content_type'],
  ['CONTENT_LENGTH', '$content_length'],
  ['SCRIPT_NAME', '$fastcgi_script_name'],
  ['REQUEST_URI', '$request_uri'],
  ['DOCUMENT_URI', '$document_uri'],
  ['DOCUMENT_ROOT', '$document_root'],
  ['SERVER_PROTOCOL', '$server_protocol'],
  ['REQUEST_SCHEME', '$scheme'],
  ['GATEWAY_INTERFACE', 'CGI/1.1'],
  ['SERVER_SOFTWARE', 'nginx/$nginx_version'],
  ['REMOTE_ADDR', '$remote_addr'],
  ['REMOTE_PORT', '$remote_port'],
  ['SERVER_ADDR', '$server_addr'],
  ['SERVER_PORT', '$server_port'],
  ['SERVER_NAME', '$server_name'],
  ['REDIRECT_STATUS', '200'],
] as const
