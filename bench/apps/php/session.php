<?php

declare(strict_types=1);

session_start();

/** The token that the forms of this session carry. */
function csrf_token(): string
{
    return $_SESSION['csrf_token'] ??= bin2hex(random_bytes(32));
}

/** Ends a request whose form is not of this session. */
function require_csrf_token(): void
{
    if (!hash_equals(csrf_token(), (string) ($_POST['_token'] ?? ''))) {
        http_response_code(403);
        exit;
    }
}

/** The message for this request, which is over with it. */
function take_flash(): ?string
{
    $message = $_SESSION['flash'] ?? null;
    unset($_SESSION['flash']);

    return $message;
}
