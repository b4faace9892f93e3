<?php $title = 'Posts'; require __DIR__ . '/header.php'; ?>
<?php require __DIR__ . '/page/nav.php'; ?>
<?php if ($flash !== null): ?>
<p class="flash"><?= htmlspecialchars($flash) ?></p>
<?php endif ?>
<main>
<h1>Posts</h1>
<?php foreach ($posts as $post): require __DIR__ . '/page/post.php'; endforeach ?>
</main>
<?php require __DIR__ . '/footer.php'; ?>
