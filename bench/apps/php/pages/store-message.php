<?php

declare(strict_types=1);

$name = trim($_POST['name'] ?? '');
$email = trim($_POST['email'] ?? '');
$message = trim($_POST['message'] ?? '');

$wrong = array_keys(array_filter([
    'name' => mb_strlen($name) < 2 || mb_strlen($name) > 60,
    'email' => filter_var($email, FILTER_VALIDATE_EMAIL) === false,
    'message' => mb_strlen($message) < 10 || mb_strlen($message) > 5000,
]));

if ($wrong !== []) {
    answer_json(['wrong' => $wrong], 422);
    exit;
}

header('Location: /messages/sent', true, 303);
