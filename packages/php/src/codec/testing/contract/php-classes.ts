/** Classes for PHP scripts of the tests: one for each way in which an object can be written. */
export const phpClasses = String.raw`
enum Suit: string { case Hearts = 'H'; case Spades = 'S'; }
enum Level { case Low; case High; }
class Base { private $id = 1; protected $kind = 'base'; public $open = null; public function fill($id, $kind, $open) { $this->id = $id; $this->kind = $kind; $this->open = $open; return $this; } }
class Derived extends Base { private $id = 2; public float $price = 1.0; public function __construct($value = null) { $this->id = $value; } }
class Asleep { public $kept; public $lost = 'x'; private $hidden; public function __construct($kept, $hidden) { $this->kept = $kept; $this->hidden = $hidden; } public function __sleep() { return ['kept', 'hidden']; } }
class Modern { public function __construct(private mixed $value) {} public function __serialize(): array { return ['v' => $this->value, 7 => 'seven']; } public function __unserialize(array $data): void { $this->value = $data['v']; } }
`

/** For classes that PHP no longer likes: their declaration warns. */
export const phpSerializableClass = String.raw`
error_reporting(E_ALL & ~E_DEPRECATED);
class Custom implements Serializable { public $data; public function __construct($data = '') { $this->data = $data; } public function serialize() { return $this->data; } public function unserialize($data) { $this->data = $data; } }
`
