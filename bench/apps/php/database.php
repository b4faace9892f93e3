<?php

declare(strict_types=1);

/** The database that DATABASE_URL names, over a connection that the process keeps for its next request. */
function database(): PDO
{
    $url = parse_url(getenv('DATABASE_URL'));
    $name = ltrim($url['path'], '/');
    $dsn = $url['scheme'] === 'mysql'
        ? "mysql:host={$url['host']};port={$url['port']};dbname=$name;charset=utf8mb4"
        : "pgsql:host={$url['host']};port={$url['port']};dbname=$name";

    return new PDO($dsn, $url['user'], $url['pass'] ?? '', [
        PDO::ATTR_PERSISTENT => true,
        PDO::ATTR_EMULATE_PREPARES => false,
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
    ]);
}
