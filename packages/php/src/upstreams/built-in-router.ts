/** The header that brings the variables of a request to the router script. */
export const VARIABLES_HEADER = 'x-vanillin-variables'
/** The environment variable that holds what makes the header believed. */
export const SECRET_VARIABLE = 'VANILLIN_ROUTER_SECRET'

/**
 * What `php -S` runs for each request: it puts the variables that the bridge has found in place of its own, as php-fpm gets them, and
 * runs the script. `php -S` by itself knows neither rewrite rules nor the client's address.
 */
export const ROUTER_SCRIPT: string = `<?php
(static function (): void {
    $sent = $_SERVER['HTTP_X_VANILLIN_VARIABLES'] ?? '';
    $secret = (string) getenv('${SECRET_VARIABLE}');
    [$signature, $encoded] = explode('.', $sent, 2) + ['', ''];
    if ($secret === '' || !hash_equals(hash_hmac('sha256', $encoded, $secret), $signature)) {
        http_response_code(403);
        exit('This server answers its app alone.');
    }
    putenv('${SECRET_VARIABLE}');
    unset($_ENV['${SECRET_VARIABLE}']);
    $kept = array_intersect_key($_SERVER, array_flip(['REQUEST_TIME', 'REQUEST_TIME_FLOAT', 'argv', 'argc']));
    $given = json_decode(base64_decode($encoded), true);
    $_SERVER = array_map('base64_decode', $given) + $kept;
    $_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_NAME'] . $_SERVER['PATH_INFO'];
    if ($_SERVER['QUERY_STRING'] !== (parse_url($_SERVER['REQUEST_URI'], PHP_URL_QUERY) ?? '')) {
        parse_str($_SERVER['QUERY_STRING'], $_GET);
        $_REQUEST = $_POST + $_GET;
    }
    if (preg_match('/^basic\\s+(\\S+)/i', $_SERVER['HTTP_AUTHORIZATION'] ?? '', $found)) {
        [$_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW']] = explode(':', (string) base64_decode($found[1]), 2) + ['', ''];
    }
    chdir(dirname($_SERVER['SCRIPT_FILENAME']));
})();
require $_SERVER['SCRIPT_FILENAME'];
`
