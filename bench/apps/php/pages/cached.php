<?php

declare(strict_types=1);

require __DIR__ . '/../worlds.php';

$select = null;
$worlds = [];
for ($left = requested_count(); $left > 0; $left--) {
    $id = random_number();
    $world = apcu_fetch("world $id", $found);
    if (!$found) {
        $select ??= select_world(database());
        $world = world($select, $id);
        apcu_store("world $id", $world, 300);
    }
    $worlds[] = $world;
}

answer_json($worlds);
