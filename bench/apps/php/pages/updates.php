<?php

declare(strict_types=1);

require __DIR__ . '/../worlds.php';

$database = database();
$select = select_world($database);
$update = $database->prepare('update world set random_number = ? where id = ?');
$worlds = [];
for ($left = requested_count(); $left > 0; $left--) {
    $world = random_world($select);
    $world['randomNumber'] = random_number();
    $update->execute([$world['randomNumber'], $world['id']]);
    $worlds[] = $world;
}

answer_json($worlds);
