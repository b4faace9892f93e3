<?php
// What PHP makes of a request, as JSON. Files come as a tree of their own, not turned inside out as $_FILES has them.
function leaves($name, $type, $tmp, $error, $size) {
    if (is_array($name)) {
        $tree = [];
        foreach ($name as $key => $_) $tree[$key] = leaves($name[$key], $type[$key], $tmp[$key], $error[$key], $size[$key]);
        return $tree;
    }
    return ['file' => $name, 'error' => $error, 'content' => $error === 0 ? file_get_contents($tmp) : null];
}
$files = [];
foreach ($_FILES as $field => $f) $files[$field] = leaves($f['name'], $f['type'], $f['tmp_name'], $f['error'], $f['size']);
header('Content-Type: application/json');
echo json_encode(
    ['get' => (object) $_GET, 'post' => (object) $_POST, 'files' => (object) $files],
    JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR,
);
