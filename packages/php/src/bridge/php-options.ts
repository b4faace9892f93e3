import type { AnswerLimits, ConnectionLimits } from '../upstreams/connection-limits.ts'

/** php-fpm, spoken to by FastCGI. */
export interface FpmOptions extends Partial<ConnectionLimits> {
  /** As nginx has it in `fastcgi_pass`: `/run/php/php8.2-fpm.sock` or `127.0.0.1:9000`. */
  readonly address: string
  /** Where php-fpm has the root, if it runs in a container or on another machine: `/var/www/html/public`. */
  readonly root?: string
}

/** A web server with PHP, such as Apache. */
export interface HttpOptions extends Partial<ConnectionLimits> {
  /** Scheme, host and port: `http://127.0.0.1:8080`. */
  readonly url: string
}

/** A PHP app and how it is reached. */
export interface PhpOptions extends Partial<AnswerLimits> {
  /**
   * The folder that is public in the PHP app, from this app's folder on: what nginx calls `root` and Apache DocumentRoot. Left out, the
   * server of `http` decides by itself what a path is.
   */
  readonly root?: string
  /** Where php-fpm listens. Without `fpm` and `http` development looks for one by itself. */
  readonly fpm?: string | FpmOptions
  /** A web server with PHP. It gets scripts alone where `root` is given, and else all. */
  readonly http?: string | HttpOptions
  /**
   * The script that answers for every path that is no file, from the root on; false: such paths are a 404, as for apps with a file a
   * page. Where a `.htaccess` of the root has rewrite rules, these decide. Default: index.php.
   */
  readonly frontController?: string | false
  /** What answers for a folder. Default: index.php, index.html. */
  readonly index?: readonly string[]
  /** The path at which the root is reached, as `/shop`; a route of its own goes with it: `route.fallback('/shop/*', ...)`. Default: `/`. */
  readonly prefix?: string
  /**
   * Folders outside of the root that symbolic links in it may lead to, from this app's folder on, as Laravel's storage/app/public. Files
   * are served from there, no script is run. Default: none.
   */
  readonly linkedFolders?: readonly string[]
  /**
   * Folders that PHP may let files be sent from, from this app's folder on, by the path at which `X-Accel-Redirect` names them, as an
   * internal `location` of nginx has it: `{ '/protected': '../legacy/storage/private' }`. `X-Sendfile` names the same folders by their own
   * paths. Default: none; `X-Accel-*` is then dropped.
   */
  readonly sendsFiles?: Readonly<Record<string, string>>
  /** Variables for the app, in `$_SERVER` and `getenv()`: what `fastcgi_param` or `SetEnv` sets. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether the `.htaccess` files of the root are followed. Default: true. */
  readonly htaccess?: boolean
  /** A larger request body is answered 413. Default: `http.limits.maxBodyBytes`, which is PHP's own `post_max_size`, 8 MiB. */
  readonly maxBodyBytes?: number
}
