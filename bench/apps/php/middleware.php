<?php

declare(strict_types=1);

function refuse_prefetch(): void
{
    if (($_SERVER['HTTP_SEC_PURPOSE'] ?? '') === 'prefetch') {
        http_response_code(503);
        exit;
    }
}

function served_by(): void
{
    header('X-Served-By: bench');
}
