<?php

declare(strict_types=1);

require __DIR__ . '/../database.php';

$fortunes = database()->query('select id, message from fortune')->fetchAll();
$fortunes[] = ['id' => 0, 'message' => 'Additional fortune added at request time.'];
usort($fortunes, fn (array $left, array $right): int => strcmp($left['message'], $right['message']));

header('Content-Type: text/html; charset=utf-8');
require __DIR__ . '/../views/fortunes.php';
