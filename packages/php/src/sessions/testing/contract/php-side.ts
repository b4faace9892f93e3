import { runPhp, startPhp } from '../../../codec/testing/contract/real-php.ts'
import { phpClasses } from '../../../codec/testing/contract/php-classes.ts'

const script =
  phpClasses +
  String.raw`
[$id, $code, $times] = json_decode(stream_get_contents(STDIN), true);
$result = null;
for ($n = 0; $n < $times; $n++) {
    if ($id !== '') session_id($id);
    session_start();
    $result = (static function () use ($code) { return eval($code); })();
    if (session_status() === PHP_SESSION_ACTIVE) session_write_close();
}
echo json_encode([$result, session_id()]);`

/** A PHP app, one process a request, as far as its sessions go. */
export class PhpSide {
  readonly #settings: readonly string[]

  /** @param settings those of php.ini that say where sessions are */
  constructor(settings: readonly string[]) {
    this.#settings = [
      'session.use_strict_mode=1',
      'session.use_cookies=0',
      'session.use_only_cookies=0',
      'session.cache_limiter=',
      'session.gc_probability=0',
      'session.sid_length=26',
      'session.sid_bits_per_character=5',
      ...settings,
    ]
  }

  /** What the code returns in a request with this session; none begins a new one. */
  run(id: string, code: string): unknown {
    return this.#decode(runPhp(script, JSON.stringify([id, code, 1]), this.#settings).toString())[0]
  }

  /** Begins a session; answers its id. */
  begin(code: string): string {
    return this.#decode(runPhp(script, JSON.stringify(['', code, 1]), this.#settings).toString())[1]
  }

  /** So many requests one after another, beside what else goes on. */
  async start(id: string, code: string, times = 1, onOutput?: (text: string) => void): Promise<unknown> {
    const output = await startPhp(script, JSON.stringify([id, code, times]), this.#settings, onOutput)
    return this.#decode(output.slice(output.lastIndexOf('\n') + 1))[0]
  }

  #decode(output: string): [result: unknown, id: string] {
    return JSON.parse(output) as [unknown, string]
  }
}
