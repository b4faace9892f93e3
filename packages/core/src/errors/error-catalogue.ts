/** One entry for each error that the framework itself raises. `help` says what to do about it. */
interface CatalogueEntry {
  readonly status: number
  readonly help: string
}

const entry = (status: number, help: string): CatalogueEntry => ({ status, help })

export type ErrorCode =
  | 'E_ROUTE_NOT_FOUND'
  | 'E_METHOD_NOT_ALLOWED'
  | 'E_VERSION_NOT_ACCEPTABLE'
  | 'E_PATH_MALFORMED'
  | 'E_HOST_MALFORMED'
  | 'E_HOST_NOT_ALLOWED'
  | 'E_PARAMETER_INVALID'
  | 'E_PARAMETER_UNKNOWN'
  | 'E_INPUT_INVALID'
  | 'E_JSON_MALFORMED'
  | 'E_JSON_TOO_DEEP'
  | 'E_JSON_TOO_LARGE'
  | 'E_FORM_MALFORMED'
  | 'E_INPUT_KEY_REFUSED'
  | 'E_BODY_UNREAD'
  | 'E_MEDIA_TYPE_UNSUPPORTED'
  | 'E_UPLOAD_TOO_LARGE'
  | 'E_UPLOAD_TOO_MANY'
  | 'E_UPLOAD_FAILED'
  | 'E_UPLOAD_GONE'
  | 'E_UPLOAD_NAME'
  | 'E_UPLOAD_EXISTS'
  | 'E_VALIDATION_FAILED'
  | 'E_CROSS_ORIGIN'
  | 'E_CSRF_TOKEN'
  | 'E_COOKIE_INVALID'
  | 'E_COOKIE_TOO_LARGE'
  | 'E_APP_KEY'
  | 'E_RESPONSE_FINISHED'
  | 'E_SESSION_MISSING'
  | 'E_SESSION_UNREAD'
  | 'E_SESSION_VALUE'
  | 'E_SESSION_STORE'
  | 'E_SESSION_LOCK_TIMEOUT'
  | 'E_FILE_NOT_FOUND'
  | 'E_STORAGE_PATH'
  | 'E_SIGNATURE_INVALID'
  | 'E_SIGNATURE_EXPIRED'
  | 'E_TOO_MANY_REQUESTS'
  | 'E_LIMITER_UNAVAILABLE'
  | 'E_HTTP'
  | 'E_ACTION_RETURNED_NOTHING'
  | 'E_RESPONSE_UNSUPPORTED'
  | 'E_PROMISE_NOT_AWAITED'
  | 'E_CONTROLLER_OUTSIDE_REQUEST'
  | 'E_ROUTE_NAME_TAKEN'
  | 'E_ROUTE_NAME_UNKNOWN'
  | 'E_ROUTE_PARAMETER_MISSING'
  | 'E_ROUTE_PATTERN'
  | 'E_ROUTE_ACTION'
  | 'E_CONTROLLER_INVALID'
  | 'E_PLUGIN_HOOK'
  | 'E_ENV_INVALID'
  | 'E_CONFIG_INVALID'
  | 'E_SERVICE_NOT_PROVIDED'
  | 'E_BOOT_ORDER'
  | 'E_APP_STOPPING'
  | 'E_TEST_ENVIRONMENT'
  | 'E_TEST_SELECTOR'
  | 'E_TEST_FORM'
  | 'E_TEST_REDIRECTS'

export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = {
  E_ROUTE_NOT_FOUND: entry(404, 'Run `vanillin routes` to see every route, or add this one to routes.ts.'),
  E_METHOD_NOT_ALLOWED: entry(
    405,
    'The path exists for other methods; the Allow header of the response lists them.',
  ),
  E_VERSION_NOT_ACCEPTABLE: entry(406, 'Ask for one of the versions that route.restful() declares.'),
  E_PATH_MALFORMED: entry(400, 'Percent-encode the path as UTF-8 (RFC 3986, 2.1).'),
  E_HOST_MALFORMED: entry(400, 'Send a Host header that holds a host name and, if need be, a port.'),
  E_HOST_NOT_ALLOWED: entry(
    421,
    'Set url in config/app.ts to the public address, or list the name in http.hosts.',
  ),
  E_PARAMETER_INVALID: entry(
    404,
    'Constrain the route with .where() and only fitting paths will reach the action.',
  ),
  E_PARAMETER_UNKNOWN: entry(500, 'Use a name that the route pattern declares with a colon.'),
  E_INPUT_INVALID: entry(400, 'Send a value of the named kind, or read it with a default.'),
  E_JSON_MALFORMED: entry(400, 'Send well-formed JSON (RFC 8259) in UTF-8.'),
  E_JSON_TOO_DEEP: entry(400, 'Send JSON whose arrays and objects are nested at most 512 deep.'),
  E_JSON_TOO_LARGE: entry(
    413,
    'Send less at once, or a file; the app sets the limit in http.limits.maxJsonBytes of config/app.ts.',
  ),
  E_FORM_MALFORMED: entry(400, 'Send fewer or smaller form fields, encoded as the Content-Type says.'),
  E_INPUT_KEY_REFUSED: entry(400, 'Send no key `__proto__`, and no `prototype` in a `constructor`.'),
  E_BODY_UNREAD: entry(
    500,
    'Write `await request.readBody()` before it: the body is read behind all hooks and middleware, before the action.',
  ),
  E_MEDIA_TYPE_UNSUPPORTED: entry(
    415,
    'Send application/json, application/x-www-form-urlencoded or multipart/form-data; an action reads other types through request.body.',
  ),
  E_UPLOAD_TOO_LARGE: entry(
    413,
    'Send a smaller file; the app sets the limits in `uploads` of config/app.ts or with limitUploads().',
  ),
  E_UPLOAD_TOO_MANY: entry(400, 'Send fewer files at once.'),
  E_UPLOAD_FAILED: entry(
    500,
    'See that the folder of `uploads.folder` belongs to the user of the app and that its disk is not full.',
  ),
  E_UPLOAD_GONE: entry(500, 'Keep the file with `await file.store(...)` before the action returns.'),
  E_UPLOAD_NAME: entry(500, 'Give a name without folders, or none for a random one.'),
  E_UPLOAD_EXISTS: entry(500, 'Give another name, none for a random one, or `overwrite: true`.'),
  E_VALIDATION_FAILED: entry(422, 'Correct the fields that the messages name.'),
  E_CROSS_ORIGIN: entry(
    403,
    'Send the form from a page of this site, or list the other origin in http.trustedOrigins.',
  ),
  E_CSRF_TOKEN: entry(
    403,
    'Put <%= csrf() %> into the form, or send the csrfToken() of the page in the header X-CSRF-Token.',
  ),
  E_COOKIE_INVALID: entry(500, 'Correct the name or the options; docs/cookies.md has the rules.'),
  E_COOKIE_TOO_LARGE: entry(
    500,
    'Keep less in the cookie. A session of the driver cookie that grows needs another driver.',
  ),
  E_APP_KEY: entry(
    500,
    'Set APP_KEY to 32 random characters or more: `openssl rand -base64 32` prints some.',
  ),
  E_RESPONSE_FINISHED: entry(500, 'Do it before the action returns: headers go out before the body.'),
  E_SESSION_MISSING: entry(500, 'Put sessions() into the boot list of bootstrap.ts.'),
  E_SESSION_UNREAD: entry(
    500,
    'Write `await request.session.load()` before it: this store is asked after the hooks routerStartup and routerShutdown.',
  ),
  E_SESSION_VALUE: entry(500, 'Keep what JSON can express, such as an id in place of the object.'),
  E_SESSION_STORE: entry(
    503,
    'See the cause; the request was not answered, because its session could not be kept.',
  ),
  E_SESSION_LOCK_TIMEOUT: entry(
    503,
    'Another request of this session ran longer than session.lockTimeout. Make it shorter, or call session.save() in it early.',
  ),
  E_FILE_NOT_FOUND: entry(
    404,
    'Paths start at `storage` of config/app.ts (or at `root`) and cannot leave it, by symbolic links neither.',
  ),
  E_STORAGE_PATH: entry(
    500,
    'Give a path from the storage folder on, such as `photos/7.jpg`, with no `..` and no symbolic link that leads out of it.',
  ),
  E_SIGNATURE_INVALID: entry(403, 'Use the link as it was sent, or ask for a new one.'),
  E_SIGNATURE_EXPIRED: entry(403, 'Ask for a new link.'),
  E_TOO_MANY_REQUESTS: entry(
    429,
    'Send fewer requests; the header Retry-After says when the next one may come.',
  ),
  E_LIMITER_UNAVAILABLE: entry(
    503,
    'See that the store of the limiters runs; docs/rate-limiting.md tells what whenUnavailable does.',
  ),
  E_HTTP: entry(500, ''),
  E_ACTION_RETURNED_NOTHING: entry(
    500,
    'Return a string, an object, this.view(...), a Response, or null for an empty answer, on every way through the action.',
  ),
  E_RESPONSE_UNSUPPORTED: entry(
    500,
    'Return a string, an object, this.view(...), a stream, a Blob or a Response.',
  ),
  E_PROMISE_NOT_AWAITED: entry(500, 'Write `await` before the call; the action becomes `async`.'),
  E_CONTROLLER_OUTSIDE_REQUEST: entry(
    500,
    'Controllers are created by the router, one per request; call the action through app.fetch().',
  ),
  E_ROUTE_NAME_TAKEN: entry(500, 'Give one of the two routes another name with .as().'),
  E_ROUTE_NAME_UNKNOWN: entry(500, 'Run `vanillin routes` to see the names.'),
  E_ROUTE_PARAMETER_MISSING: entry(500, 'Pass every parameter that the pattern declares.'),
  E_ROUTE_PATTERN: entry(500, 'A pattern looks like /posts/:id or /files/*path.'),
  E_ROUTE_ACTION: entry(500, "A route takes [Controller, 'method'] or a function."),
  E_CONTROLLER_INVALID: entry(
    500,
    'A controller file has one default export: a class that extends Controller.',
  ),
  E_PLUGIN_HOOK: entry(500, 'Name the method as the hook, or a helper unlike any hook (or `#private`).'),
  E_ENV_INVALID: entry(500, 'Set the variable in .env or in the environment, then start again.'),
  E_CONFIG_INVALID: entry(500, 'Correct the named file, then start again.'),
  E_SERVICE_NOT_PROVIDED: entry(
    500,
    'Call app.provide(Service, ...) in the register() of a provider on the boot list.',
  ),
  E_BOOT_ORDER: entry(500, 'Do it before app.boot(): in bootstrap.ts or in the register() of a provider.'),
  E_APP_STOPPING: entry(500, 'An app ends once; createApp() makes another.'),
  E_TEST_ENVIRONMENT: entry(
    500,
    'Start the tests with NODE_ENV=test: it is what keeps them away from the data that you work with.',
  ),
  E_TEST_SELECTOR: entry(500, 'Name one element that is on the page; `page.body` is its HTML.'),
  E_TEST_FORM: entry(
    500,
    'Fill in what the form of the page offers; to send something else use app.post(path, { form }).',
  ),
  E_TEST_REDIRECTS: entry(500, "Look at the first of them alone: app.visit(path, { redirect: 'manual' })."),
}
