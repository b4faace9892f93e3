<?php

declare(strict_types=1);

require __DIR__ . '/../worlds.php';

answer_json(random_world(select_world(database())));
