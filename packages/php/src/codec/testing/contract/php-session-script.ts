import { phpClasses } from './php-classes.ts'
import { runPhp } from './real-php.ts'

/** A session that PHP reads, changes by a line of PHP, and writes. */
export interface PhpSessionStep {
  readonly handler: 'php' | 'php_binary' | 'php_serialize'
  readonly bytes: Buffer
  readonly code: string
}

const script =
  phpClasses +
  String.raw`
session_set_save_handler(new class implements SessionHandlerInterface {
    public function open($path, $name): bool { return true; }
    public function close(): bool { return true; }
    public function read($id): string { return ''; }
    public function write($id, $data): bool { return true; }
    public function destroy($id): bool { return true; }
    public function gc($age): int { return 0; }
});
$results = [];
foreach (json_decode(stream_get_contents(STDIN), true) as [$handler, $bytes, $code]) {
    ini_set('session.serialize_handler', $handler);
    session_start(['use_cookies' => 0, 'cache_limiter' => '']);
    $_SESSION = [];
    $decoded = session_decode(base64_decode($bytes));
    (static function () use ($code) { eval($code); })();
    $results[] = [$decoded, base64_encode((string) session_encode())];
    session_abort();
    $_SESSION = [];
}
echo json_encode($results);`

/** What PHP has written after each step; undefined where it could not read what it was given. */
export function runPhpSessions(steps: readonly PhpSessionStep[]): (Buffer | undefined)[] {
  const input = JSON.stringify(
    steps.map(({ handler, bytes, code }) => [handler, bytes.toString('base64'), code]),
  )
  const results = JSON.parse(runPhp(script, input).toString()) as [decoded: boolean, bytes: string][]
  return results.map(([decoded, bytes]) => (decoded ? Buffer.from(bytes, 'base64') : undefined))
}
