<?php

declare(strict_types=1);

answer_json(['bytes' => strlen(file_get_contents('php://input'))]);
