<?php

declare(strict_types=1);

require __DIR__ . '/../session.php';

session_regenerate_id(true);
$_SESSION['user_id'] = (int) ($_GET['id'] ?? 0);
$_SESSION['flash'] = 'Welcome back.';

header('Location: /page');
