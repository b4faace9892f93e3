<?php

declare(strict_types=1);

require __DIR__ . '/database.php';

const WORLDS = 10_000;
const LARGEST_COUNT = 500;

/** From 1 to 10,000: an id of a row, and what it may hold. */
function random_number(): int
{
    return mt_rand(1, WORLDS);
}

/** How many rows the request asks for. */
function requested_count(): int
{
    return min(max((int) ($_GET['count'] ?? 1), 1), LARGEST_COUNT);
}

function select_world(PDO $database): PDOStatement
{
    return $database->prepare('select id, random_number from world where id = ?');
}

/** @return array{id: int, randomNumber: int} */
function random_world(PDOStatement $select): array
{
    return world($select, random_number());
}

/** @return array{id: int, randomNumber: int} */
function world(PDOStatement $select, int $id): array
{
    $select->execute([$id]);
    $row = $select->fetch();
    $select->closeCursor();

    return ['id' => $row['id'], 'randomNumber' => $row['random_number']];
}
