<?php

declare(strict_types=1);

require __DIR__ . '/../session.php';

require_csrf_token();
$_SESSION = [];
session_destroy();

header('Location: /page', true, 303);
