<?php

declare(strict_types=1);

// The front controller: finds the page of a path. What a page needs is loaded with it.

const PAGES = [
    'GET /plaintext' => 'plaintext',
    'GET /json' => 'json',
    'GET /counter' => 'counter',
    'GET /db' => 'db',
    'GET /queries' => 'queries',
    'GET /cached' => 'cached',
    'GET /updates' => 'updates',
    'GET /fortunes' => 'fortunes',
    'GET /login' => 'login',
    'GET /page' => 'page',
    'POST /logout' => 'logout',
    'POST /messages' => 'store-message',
    'POST /upload' => 'upload',
];

$path = strtok($_SERVER['REQUEST_URI'], '?');
$page = PAGES[$_SERVER['REQUEST_METHOD'] . ' ' . $path] ?? null;

if ($page === null && preg_match('#^/users/(\d+)$#', $path, $matches) === 1) {
    $page = 'user';
}

if ($page === null) {
    http_response_code(404);
    exit;
}

require __DIR__ . '/../answer.php';
require __DIR__ . "/../pages/$page.php";
