<?php

declare(strict_types=1);

require __DIR__ . '/../worlds.php';

$select = select_world(database());
$worlds = [];
for ($left = requested_count(); $left > 0; $left--) {
    $worlds[] = random_world($select);
}

answer_json($worlds);
