import { freePort } from '../../packages/php/src/upstreams/free-port.ts'
import { RunningNginx } from '../fixtures/running-nginx.ts'

export interface FpmSite {
  readonly root: string
  /** The socket of php-fpm. */
  readonly fpm: string
}

/** nginx in front of php-fpm as its documentation and Debian's snippet set it up: what the bridge is compared with. */
export async function startNginxBefore(site: FpmSite): Promise<RunningNginx> {
  const nginx = new RunningNginx(await freePort())
  const complaint = nginx.configure({ http, server: serverOf(site) })
  if (complaint !== '') throw new Error(complaint)
  await nginx.start()
  return nginx
}

const http = `
    include /etc/nginx/mime.types;
    absolute_redirect off;
    client_max_body_size 512m;`

function serverOf({ root, fpm }: FpmSite): string {
  return `
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
            ${PARAMETERS.map(([name, value]) => `fastcgi_param ${name} ${value};`).join('\n            ')}
            fastcgi_param HTTPS $https if_not_empty;
            fastcgi_param HTTP_PROXY "" if_not_empty;
            fastcgi_pass unix:${fpm};
            fastcgi_read_timeout 60s;
        }`
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
