import { phpClasses, phpSerializableClass } from './php-classes.ts'

/**
 * A script that writes random values: `$argv`-less, it reads `seed count` from its input and writes each value as
 * `serialize()` has it, behind its length in four bytes.
 */
export const phpRandomValues: string =
  phpClasses +
  phpSerializableClass +
  String.raw`
function text() {
    switch (mt_rand(0, 5)) {
        case 0: return '';
        case 1: return bin2hex(random_bytes_of(mt_rand(0, 12)));
        case 2: return random_bytes_of(mt_rand(1, 24));
        case 3: return ['ä€😀', "a\0b", '"; i:1;}', '__proto__', 'constructor', "line\r\nline", '|', '1', '-0', '007'][mt_rand(0, 9)];
        case 4: return str_repeat(chr(mt_rand(32, 126)), mt_rand(1, 40));
        default: return (string) mt_rand();
    }
}
function random_bytes_of($n) { $s = ''; for ($i = 0; $i < $n; $i++) $s .= chr(mt_rand(0, 255)); return $s; }
function number() {
    switch (mt_rand(0, 4)) {
        case 0: return mt_rand(-10, 10);
        case 1: return mt_rand();
        case 2: return [PHP_INT_MAX, PHP_INT_MIN, PHP_INT_MAX - 1, 9007199254740991, 9007199254740992, -9007199254740993, 0][mt_rand(0, 6)];
        case 3: return unpack('q', random_bytes_of(8))[1];
        default: return -mt_rand();
    }
}
function float() {
    switch (mt_rand(0, 5)) {
        case 0: return [INF, -INF, NAN, -0.0, 0.0, 1.0, 0.1, 1e15, 1e16, 1e17, 1e18, 1.5e-5, 1e-4, 123456789012345678.0, PHP_FLOAT_MAX, PHP_FLOAT_MIN, PHP_FLOAT_EPSILON, 5e-324, 0.1 + 0.2, 1e22, 1e21, -1.5e300][mt_rand(0, 21)];
        case 1: return mt_rand() / mt_rand(1, 1000);
        case 2: return mt_rand(0, 100000) / 100;
        case 3: return unpack('d', random_bytes_of(8))[1];
        case 4: return (float) number();
        default: return mt_rand(-1000, 1000) * 10 ** mt_rand(-20, 25);
    }
}
function key_() { return mt_rand(0, 1) ? text() : (mt_rand(0, 3) ? mt_rand(-5, 20) : number()); }
function value($depth, &$pool) {
    $kind = mt_rand(0, $depth > 3 ? 6 : 17);
    switch ($kind) {
        case 0: return null;
        case 1: return (bool) mt_rand(0, 1);
        case 2: return number();
        case 3: return float();
        case 4: case 5: return text();
        case 6: return count($pool) && mt_rand(0, 1) ? $pool[array_rand($pool)] : mt_rand(0, 9);
        case 7: case 8: $list = []; for ($i = mt_rand(0, 5); $i > 0; $i--) $list[] = value($depth + 1, $pool); return $list;
        case 9: case 10: $map = []; for ($i = mt_rand(0, 5); $i > 0; $i--) $map[key_()] = value($depth + 1, $pool); return $map;
        case 11: $object = new stdClass; $pool[] = $object; for ($i = mt_rand(0, 4); $i > 0; $i--) $object->{'p' . mt_rand(0, 9)} = value($depth + 1, $pool); return $object;
        case 12: $object = new Derived(value($depth + 1, $pool)); $pool[] = $object; return $object->fill(value($depth + 1, $pool), text(), value($depth + 1, $pool));
        case 13: $object = mt_rand(0, 1) ? new Asleep(value($depth + 1, $pool), text()) : new Modern(value($depth + 1, $pool)); $pool[] = $object; return $object;
        case 14: return [Suit::Hearts, Suit::Spades, Level::Low, Level::High][mt_rand(0, 3)];
        case 15: $shared = value($depth + 1, $pool); $map = ['a' => &$shared, 'x' => text(), 'b' => &$shared]; if (mt_rand(0, 1)) $map['c'] = &$map['x']; return $map;
        case 16: $map = [1]; if (mt_rand(0, 1)) $map['self'] = &$map; return $map;
        default: $storage = new SplObjectStorage; $storage[new stdClass] = value($depth + 1, $pool); return [new Custom(random_bytes_of(mt_rand(0, 9))), new ArrayObject([value($depth + 1, $pool)]), $storage][mt_rand(0, 2)];
    }
}
[$seed, $count] = explode(' ', stream_get_contents(STDIN));
mt_srand((int) $seed);
for ($n = 0; $n < $count; $n++) {
    $pool = [];
    $bytes = serialize(value(0, $pool));
    echo pack('N', strlen($bytes)), $bytes;
}`

/** Reads values behind their lengths, makes them anew, and writes them so again; '!' for one that PHP refuses. */
export const phpRoundTrip: string =
  phpClasses +
  phpSerializableClass +
  String.raw`
$input = stream_get_contents(STDIN);
for ($at = 0; $at < strlen($input);) {
    $length = unpack('N', $input, $at)[1];
    $bytes = substr($input, $at + 4, $length);
    $at += 4 + $length;
    $value = @unserialize($bytes);
    $again = $value === false && $bytes !== 'b:0;' ? '!' : serialize($value);
    echo pack('N', strlen($again)), $again;
}`

export function joinFrames(frames: readonly Buffer[]): Buffer {
  return Buffer.concat(
    frames.flatMap((frame) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(frame.length)
      return [length, frame]
    }),
  )
}

export function splitFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    frames.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return frames
}
