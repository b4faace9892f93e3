<?php

declare(strict_types=1);

/** @var array{string, string} $matches of the path */

require __DIR__ . '/../middleware.php';

refuse_prefetch();
served_by();
answer_json(['id' => (int) $matches[1]]);
