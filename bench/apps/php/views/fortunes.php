<?php $title = 'Fortunes'; require __DIR__ . '/header.php'; ?>
<table>
<tr><th>id</th><th>message</th></tr>
<?php foreach ($fortunes as $fortune): ?>
<tr><td><?= $fortune['id'] ?></td><td><?= htmlspecialchars($fortune['message']) ?></td></tr>
<?php endforeach ?>
</table>
<?php require __DIR__ . '/footer.php'; ?>
