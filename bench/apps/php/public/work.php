<?php
// A page that keeps PHP busy for about a millisecond: rows are made, sorted, escaped and printed.
mt_srand(7);
$rows = [];
for ($i = 0; $i < 600; $i++) {
    $name = "Visitor <$i> & \"friends\"";
    $rows[] = ['name' => $name, 'score' => mt_rand(), 'digest' => md5($name . $i)];
}
usort($rows, fn (array $a, array $b): int => $a['score'] <=> $b['score']);
?>
<!doctype html>
<html>
<head><title>Scores</title></head>
<body>
<table>
<?php foreach ($rows as $place => $row): ?>
<tr><td><?= $place + 1 ?></td><td><?= htmlspecialchars($row['name']) ?></td><td><?= number_format($row['score']) ?></td><td><?= $row['digest'] ?></td></tr>
<?php endforeach ?>
</table>
</body>
</html>
