<?php

declare(strict_types=1);

require __DIR__ . '/../database.php';
require __DIR__ . '/../session.php';

if (!isset($_SESSION['user_id'])) {
    http_response_code(401);
    exit;
}

$database = database();
$select = $database->prepare('select id, name, email from users where id = ?');
$select->execute([$_SESSION['user_id']]);
$user = $select->fetch();
if ($user === false) {
    http_response_code(401);
    exit;
}

$posts = $database->query(
    'select posts.id, posts.title, posts.body, users.name as author
    from posts join users on users.id = posts.user_id
    order by posts.id desc limit 20'
)->fetchAll();
$flash = take_flash();

header('Content-Type: text/html; charset=utf-8');
require __DIR__ . '/../views/page.php';
