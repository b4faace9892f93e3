<?php

declare(strict_types=1);

answer_json(['message' => 'Hello, World!']);
