<?php

declare(strict_types=1);

answer_json(['seen' => apcu_inc('seen')]);
