<nav>
<strong><?= htmlspecialchars($user['name']) ?></strong>
<form method="post" action="/logout"><input type="hidden" name="_token" value="<?= csrf_token() ?>"><button>Log out</button></form>
</nav>
