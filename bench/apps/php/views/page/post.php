<article>
<h2><?= htmlspecialchars($post['title']) ?></h2>
<p class="author">by <?= htmlspecialchars($post['author']) ?></p>
<p><?= htmlspecialchars($post['body']) ?></p>
</article>
